// The tests that come along: what the Linux-kernel memory model gives, by each file's header, and where release/acquire
// differs from it.

import { describe, expect, test } from 'vitest';
import { runLitmusFile } from '../../../src/checker/litmus.js';
import { litmusFiles } from '../../../src/litmus/shipped.js';
import { BY_HAND, SHIPPED } from '../lkmm/generator/shipped.js';

/** Those beside the classic shapes: they are about what release/acquire does not have. */
const OTHERS = new Set([...BY_HAND, ...SHIPPED.map(({ name }) => name)]);
const { files } = litmusFiles(['all']);

/** Every difference of ra in the classic shapes, and which of the limits in docs/weak-memory.md explains it. */
const DIFFERENCES: Readonly<Record<string, RegExp>> = {
  LB: /load buffering/,
  'LB+mb+once': /load buffering/,
  'LB+rmbs': /load buffering/,
  'S+wmb+ctrl': /dependencies/i,
  'S+wmb+data': /dependencies/i,
  'S+wmb+rmb': /smp_rmb/,
};

describe.each(files)('$named', (file) => {
  const result = runLitmusFile(file, { memory: ['sc', 'ra', 'lkmm'] });
  const runOf = (model: string) => result.runs.find(({ memory }) => memory === model);

  test('gives under lkmm what the Linux-kernel model gives', () => {
    expect(result.kernelAnswer).not.toBeNull();
    expect([result.comparedWith, result.agrees]).toEqual(['lkmm', true]);
    expect((runOf('lkmm')?.races ?? 0) > 0).toBe(result.kernelRace);
  });

  test('gives the same under ra, or the file says why not', () => {
    const ra = runOf('ra');
    expect(result.differs !== null).toBe(ra !== undefined && ra.answer !== result.kernelAnswer);
    if (OTHERS.has(file.named)) return;
    const known = DIFFERENCES[result.name];
    expect(result.differs === null).toBe(known === undefined);
    if (known) expect(result.differs).toMatch(known);
  });

  test('has under weaker models every outcome that it has under sc', () => {
    const strong = runOf('sc')?.outcomes ?? [];
    // Models of states have no grace periods.
    expect(strong.length > 0).toBe(!/^S?RCU\+/.test(file.named));
    for (const { memory, outcomes } of result.runs) {
      const found = outcomes.map(({ values }) => values);
      for (const { values } of strong)
        expect({ memory, found }).toEqual({ memory, found: expect.arrayContaining([values]) });
    }
  });

  test('is named as its file', () => {
    expect([result.name, result.file]).toEqual([file.named, file.named]);
  });
});

test('the suite is whole', () => {
  expect(files).toHaveLength(115 + OTHERS.size);
});
