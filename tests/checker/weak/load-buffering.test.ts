// Tests of whether load buffering could add anything, on shapes of which the answer is known.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findReorderableStore } from '../../../src/checker/memory/ra/load-buffering.js';
import { ra } from '../../../src/checker/memory/ra/ra.js';
import { litmusModel } from '../../../src/checker/model/litmus-model.js';
import { explore } from '../../../src/checker/search/explore.js';
import { parseLitmus } from '../../../src/litmus/parse.js';
import { check } from '../../runs.js';
import { systemOf } from '../programs.js';

const FOLDER = fileURLToPath(new URL('../../litmus/', import.meta.url));
const LIMITS = { maxStates: 100_000 };

function couldBuffer(name: string): boolean {
  const file = `${FOLDER}${name}.litmus`;
  const system = ra.over(litmusModel(parseLitmus(file, readFileSync(file, 'utf8'))));
  explore(system, { symmetry: false }, LIMITS);
  return findReorderableStore(system.automaton) !== undefined;
}

describe('a store may pass a load', () => {
  test.each(['LB', 'LB+mb+once', 'LB+rmbs', 'S', 'S+wmb+rmb', 'WRC'])('in %s', (name) => {
    expect(couldBuffer(name)).toBe(true);
  });

  test('in LB+datas, as far as is looked', () => {
    expect(couldBuffer('LB+datas')).toBe(true);
  });
});

describe('no store may pass a load', () => {
  test.each([
    'LB+mbs',
    'LB+acquires',
    'LB+releases',
    'LB+acquire+release',
    'LB+ctrls',
    'S+wmb+ctrl',
    'WRC+release+acquire',
  ])('in %s', (name) => {
    expect(couldBuffer(name)).toBe(false);
  });

  test.each(['MP', 'SB', 'IRIW', '2+2W', 'R'])('in %s, where none comes behind one', (name) => {
    expect(couldBuffer(name)).toBe(false);
  });
});

test('the load of a compare-and-swap that fails lets stores pass, full as it was to be; one that cannot fail does not', () => {
  const passes = (swap: string): boolean => {
    const source = `import { compareExchange, store } from '#memory';\nexport function t0(): void { ${swap} store(68, 1, 0); }`;
    const system = ra.over(systemOf(source, 2));
    explore(system, { symmetry: false }, LIMITS);
    return findReorderableStore(system.automaton) !== undefined;
  };
  expect(passes('compareExchange(64, 5, 1, 3);')).toBe(true);
  expect(passes('compareExchange(64, 0, 1, 3);')).toBe(false);
});

test('neither a full operation nor what comes behind one passes an earlier load', () => {
  const passes = (behind: string): boolean => {
    const source = `import { exchange, fetchAdd, load, store } from '#memory';\nexport function t0(): void { load(64, 0); ${behind} }`;
    const system = ra.over(systemOf(source, 3));
    explore(system, { symmetry: false }, LIMITS);
    return findReorderableStore(system.automaton) !== undefined;
  };
  expect(passes('exchange(68, 1, 0);')).toBe(true);
  expect(passes('exchange(68, 1, 3);')).toBe(false);
  expect(passes('fetchAdd(72, 1, 0); store(68, 1, 0);')).toBe(true);
  expect(passes('fetchAdd(72, 1, 3); store(68, 1, 0);')).toBe(false);
});

test('a result says which it is, and where', async () => {
  const settled = await check({ protocol: 'v4-acquire', scenario: 'email', dtor: 'looked-up', memory: 'ra' });
  expect(settled.notes.join()).toMatch(/load buffering, which the model cannot show, would add nothing/);
  const open = await check({ protocol: 'v4', scenario: 'freezer', memory: 'ra' });
  expect(open.notes.join()).toMatch(/the store at allocator\.ts:\d+ may pass the load at allocator\.ts:\d+/);
});
