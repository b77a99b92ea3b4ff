// Division without a result: a finding, the same on every engine.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replay } from '../../src/harness/replay/replay.js';
import { UsageError } from '../../src/usage-error.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { check, loadWitness, race, threadedCheck } from '../runs.js';

const V4 = "'reftorture/protocols/v4'";

/** Divides by zero when it brings the count from two to one: with a getter, and not without one. */
const DIVIDES = `
import { compareExchange, fetchSub } from 'reftorture/memory';
import { FULL, RELAXED } from 'reftorture/order';
import { FREE } from ${V4};
export { count, FREE, freeze, get, init, tryGet, unfreeze } from ${V4};
export function put(word: i32): boolean {
  const before = fetchSub(word, 1, FULL);
  if (before / (before - 2) === 7) return false;
  return before === 1 && compareExchange(word, 0, FREE, RELAXED) === 0;
}
`;

const ENDLESS = `
export { count, FREE, freeze, get, init, tryGet, unfreeze } from ${V4};
export function put(word: i32): boolean {
  let turns: i32 = 0;
  while (word !== 0) turns = turns + helped(turns);
  return turns > 0;
}
function helped(turns: i32): i32 {
  return turns & 1;
}
`;

const ASTRAY = `
import { load } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
export { count, FREE, freeze, get, init, tryGet, unfreeze } from ${V4};
export function put(word: i32): boolean {
  return load(word + 1000000, RELAXED) === 1;
}
`;

let folder: string;
const file = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
  writeFileSync(file('divides.ts'), DIVIDES);
  writeFileSync(file('endless.ts'), ENDLESS);
  writeFileSync(file('astray.ts'), ASTRAY);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a division by zero', () => {
  test.each(['sc', 'ra'] as const)('is found under %s, with its place', async (memory) => {
    const { properties, witnesses, verdict } = await check({ protocol: file('divides.ts'), memory });
    expect([verdict, properties.trap, properties.leak, properties.livelock]).toEqual([
      'violated',
      'violated',
      'holds', // a thread that has stopped leaks nothing that it could have given back
      'holds', // and who waits for it is in no livelock
    ]);
    const last = witnesses.find(({ property }) => property === 'trap')?.steps.at(-1);
    expect(last).toMatchObject({ operation: 'fetchSub', before: 2, after: 1 });
    expect(last?.notes).toEqual([{ kind: 'trap', function: 'put', message: 'divide by zero', source: 'divides.ts:8' }]);
  });

  test('happens on real threads, where the witness says', async () => {
    const { witnesses } = await check({ protocol: file('divides.ts') });
    const witness = await loadWitness(witnesses.find(({ property }) => property === 'trap')?.token ?? '');
    expect(await replay(witness, { times: 3 })).toMatchObject({ verdict: 'confirmed', agreed: 3, problems: [] });
    const elsewhere = { ...witness, steps: witness.steps.map((step) => ({ ...step, notes: [] })) };
    expect(await replay(elsewhere, { times: 1 })).toMatchObject({
      verdict: 'differs',
      problems: ['this happened also: thread 1 traps: divide by zero'],
    });
    const [step] = witness.steps;
    const trap = { kind: 'trap', function: 'put', message: 'remainder by zero', source: '' } as const;
    const other = { ...witness, steps: [{ ...step, notes: [trap] }, ...witness.steps.slice(1)] } as typeof witness;
    expect((await replay(other, { times: 1 })).problems).toEqual([
      'this did not happen: thread 1 traps: remainder by zero',
    ]);
  });

  test.each(TESTED_ENGINES)('ends a race on %s, which says so', async (engine) => {
    // Every thread of this one divides by zero at its first put.
    const text = DIVIDES.replace('(before - 2)', '(before - before)');
    writeFileSync(file('always.ts'), text);
    const result = await race({ protocol: file('always.ts'), engine, durationMs: 60_000 });
    expect(result.verdict).toBe('violated');
    expect(result.workers.map(({ trap }) => trap)).toContain('divide by zero');
    expect(result.notes[0]).toMatch(/^worker \d \(T.*\) trapped while \w.*, which ended the race: divide by zero$/);
    expect(result.conservation.checked).toBe(false);
  });

  test('keeps no sound protocol from being one', async () => {
    const { properties } = await check({ protocol: 'old', dtor: 'looked-up' });
    expect(properties.trap).toBe('holds');
  });
});

test('an address without a word is named with its place, and is no lack of memory', async () => {
  await expect(check({ protocol: file('astray.ts') })).rejects.toThrow(
    /^astray\.ts:6: put\(\) uses address \d+, where there is no shared word$/,
  );
});

describe('an atomic access to no whole word', () => {
  const misaligned = (): string => {
    const name = file('misaligned.ts');
    writeFileSync(name, ASTRAY.replace('word + 1000000', 'word + 3'));
    return name;
  };

  test('is refused by a check, with its place', async () => {
    await expect(check({ protocol: misaligned() })).rejects.toThrow(
      /^misaligned\.ts:6: put\(\) uses address \d+, where there/,
    );
  });

  test.each(TESTED_ENGINES)('ends a race on %s without a verdict, in the same words', async (engine) => {
    const { verdict, notes } = await race({ protocol: misaligned(), engine, durationMs: 60_000 });
    expect(verdict).toBe('inconclusive');
    expect(notes[0]).toMatch(/^worker \d \(T.*\) died while .*: memory access out of bounds, or of no whole word$/);
  });
});

test('an endless loop is the fault of the function that has it, at its line', async () => {
  await expect(check({ protocol: file('endless.ts') })).rejects.toThrow(
    /^endless\.ts:(5|9): (put|helped)\(\) passed the limit of 100000 instructions without touching shared memory/,
  );
});

test('a loop that is too long for a check is told as that, by the name that the author gave its function', async () => {
  writeFileSync(
    file('patient.ts'),
    `import { store } from 'reftorture/memory';
export { count, FREE, freeze, get, put, tryGet, unfreeze } from 'reftorture/protocols/old';
export function init(word: i32): void {
  let sum = 0;
  for (let turn = 0; turn < 200000; turn++) sum = (sum + turn) | 0;
  store(word, sum === 1 ? 2 : 1, 0);
}
`,
  );
  await expect(check({ protocol: file('patient.ts') })).rejects.toThrow(
    /^patient\.ts:5: init\(\) passed the limit of 100000 instructions without touching shared memory: does its loop end\?$/,
  );
});

test('what a thread of its own refuses keeps its words', async () => {
  const refused = threadedCheck({ protocol: file('endless.ts') });
  await expect(refused).rejects.toThrow(
    /^endless\.ts:\d: \w+\(\) passed the limit of 100000 instructions without touching shared memory/,
  );
  await expect(refused).rejects.toBeInstanceOf(UsageError);
});

test('a function that calls itself, and one that may not access memory, are named with their places', async () => {
  const old = "'reftorture/protocols/old'";
  writeFileSync(
    file('again.ts'),
    `export { count, FREE, freeze, get, init, tryGet, unfreeze } from ${old};
export function put(word: i32): boolean {
  return word === 0 || put(word);
}
`,
  );
  await expect(check({ protocol: file('again.ts') })).rejects.toThrow(/^again\.ts:3:24: put\(\) calls itself: /);
  writeFileSync(
    file('reads.ts'),
    `import { load } from 'reftorture/memory';
import { RELAXED } from 'reftorture/order';
export { FREE, freeze, get, init, put, tryGet, unfreeze } from ${old};
export function count(value: i32): i32 {
  return load(value, RELAXED);
}
`,
  );
  await expect(check({ protocol: file('reads.ts') })).rejects.toThrow(
    /^reads\.ts:5: countOf\(\) touches shared memory during setup/,
  );
});
