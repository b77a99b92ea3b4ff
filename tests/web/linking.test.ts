// A protocol of the reader's may be any text: a copy of a built-in one is the same to a check.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { scaffold } from '../../src/requests/scaffold.js';
import type { CheckResult } from '../../src/results/check-result.js';
import { check } from '../runs.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-linking-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of a protocol, as `reftorture new` and the page begin one. */
function copyOf(name: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  const file = join(place, 'mine.ts');
  writeFileSync(file, scaffold(file, resolveProtocol(name)));
  return file;
}

/** Returns what an answer comes to. */
function answerOf({ verdict, states, transitions, finals, depth, properties, witnesses }: CheckResult) {
  return {
    verdict,
    states,
    transitions,
    finals,
    depth,
    properties,
    lengths: witnesses.map(({ steps }) => steps.length),
  };
}

describe('a copy of a built-in protocol, linked as a file of the reader’s', () => {
  test.each(protocols.map(({ name }) => name))('%s is checked as the built-in one', async (name) => {
    const own = await check({ protocol: copyOf(name), scenario: 'email' });
    expect(answerOf(own)).toEqual(answerOf(await check({ protocol: name, scenario: 'email' })));
  });
});
