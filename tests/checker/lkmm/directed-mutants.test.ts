// Mutants of what a directed exploration leaves out: each loses an end that the naive enumerator has, or has one more.

import { expect, test, vi } from 'vitest';
import { Graph } from '../../../src/checker/memory/lkmm/graph.js';
import type * as Litmus from '../../../src/checker/memory/lkmm/litmus.js';
import { litmusExecutions } from '../../../src/checker/memory/lkmm/litmus.js';
import { closeAccesses } from '../../../src/checker/memory/lkmm/open-accesses.js';
import { type LitmusTest, parseLitmus } from '../../../src/litmus/parse.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { inSlow } from '../../slow.js';
import { mutated } from './mutants/mutant.js';
import { enumerate } from './naive.js';
import { randomExchanges, withRandomCondition } from './random-tests.js';

/** Threads and a condition. */
type Case = readonly [condition: string, ...bodies: readonly string[]];

/** Tests of details that random ones show rarely. */
const RARE: readonly Case[] = [
  // A compare-and-swap that succeeds, a second assignment, and a write to come of the same thread.
  ['exists (1:r0=1)', 'int r0 = cmpxchg(x, 0, 1);', 'int r0 = READ_ONCE(*x);'],
  ['exists (0:r0=9)', 'int r1 = READ_ONCE(*y); int r0 = 9; if (r1) { r0 = READ_ONCE(*x); }', 'WRITE_ONCE(*y, 1);'],
  ['exists (0:r0=5)', 'WRITE_ONCE(*y, 1); WRITE_ONCE(*x, 5); int r0 = READ_ONCE(*x);', 'WRITE_ONCE(*y, 2);'],
  // A compare-and-swap that fails orders nothing, whoever asks for its value.
  [
    'exists (0:r0=0 /\\ 1:r0=0)',
    'WRITE_ONCE(*y, 1); int r1 = cmpxchg(x, 0, 1); int r0 = READ_ONCE(*l);',
    'WRITE_ONCE(*l, 1); smp_mb(); int r0 = READ_ONCE(*y);',
    'WRITE_ONCE(*x, 1);',
  ],
  // The writes of a word that is left open come in another order than the events, and a load finds a later one.
  [
    'exists (y=1)',
    'WRITE_ONCE(*y, 1); smp_mb(); WRITE_ONCE(*x, 1);',
    'WRITE_ONCE(*x, 2); smp_mb(); WRITE_ONCE(*y, 2);',
  ],
  [
    'exists (y=1)',
    'WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x);',
    'WRITE_ONCE(*x, 1); smp_mb(); WRITE_ONCE(*y, 2);',
  ],
];

const TESTS = [
  ...RARE.map(([condition, ...bodies], index) => {
    const threads = bodies.map((body, thread) => `P${thread}(int *x, int *y, int *l)\n{\n${body}\n}\n`);
    return parseLitmus(`rare ${index}`, `C rare\n{}\n${threads.join('')}${condition}\n`);
  }),
  // A register to which nothing is assigned in the end has what it had at first.
  ...['if (r1) { int r0 = READ_ONCE(*x); }', 'if (r1) { WRITE_ONCE(*x, 6); } else { int r0 = READ_ONCE(*x); }'].map(
    (body, index) => {
      const threads = `P0(int *x, int *y) { int r1 = READ_ONCE(*y); ${body} }\nP1(int *y) { WRITE_ONCE(*y, 1); }\n`;
      return parseLitmus(`skipped ${index}`, `C skipped\n{ x=5; }\n${threads}exists (0:r0=0)\n`);
    },
  ),
  ...Array.from({ length: inSlow(100, 20) }, (_, index) => {
    const random = seededRandom(9000 + index);
    return withRandomCondition(randomExchanges(`random ${index}`, random), random);
  }),
];

/** Ends of which the condition is true, then those of which it is not, by what the condition names. */
function directedEnds(explored: typeof litmusExecutions, litmus: LitmusTest): string[][] {
  const { names } = litmus.condition;
  return [true, false].map((wanted) => {
    const { ends } = explored(litmus, { maxStates: 100_000 }, wanted, [...names]);
    return ends.map(({ values }) => [...values].map(([name, value]) => `${name}=${value}`).join(' ')).sort();
  });
}

/** The same of all executions, as enumerated, or, where there are many, as explored without a direction. */
function allEnds(litmus: LitmusTest): string[][] {
  const { names, holds } = litmus.condition;
  const { executions, ends: explored } = litmusExecutions(litmus, { maxStates: 100_000 });
  const valuesOf = (outcome: string): Map<string, number> =>
    new Map(outcome.split(' ').map((one) => [one.split('=')[0] as string, Number(one.split('=')[1])]));
  const isMany = executions > inSlow(300, 30);
  const all = isMany ? explored.map(({ values }) => values) : [...enumerate(litmus).outcomes].map(valuesOf);
  return [true, false].map((wanted) => {
    const asked = all.filter((values) => holds((name) => values.get(name) as number) === wanted);
    return [...new Set(asked.map((values) => names.map((name) => `${name}=${values.get(name)}`).join(' ')))].sort();
  });
}

const ENDS = TESTS.map((litmus) => directedEnds(litmusExecutions, litmus));

test.each(TESTS.map((litmus, index) => ({ ...litmus, litmus, index })))(
  '$file, as of all executions',
  ({ litmus, index }) => {
    expect(ENDS[index]).toEqual(allEnds(litmus));
  },
);

test('nothing is found of what the axioms forbid in each way', () => {
  const write = { kind: 'access', at: 0, word: 0, control: [], address: [], data: [], access: 'store' } as const;
  const step = { ...write, first: 1, second: 0, order: 0, noReturn: false, lock: undefined, site: '' };
  const { graph, found } = { graph: new Graph([0], 1), found: vi.fn() };
  const closed = (): boolean[] => [true, false].map((isAllowed) => closeAccesses(graph, () => isAllowed, found));
  expect(closed()).toEqual([true, true]);
  graph.addWrite(0, step, 1, -1, -1);
  expect([closed(), graph.coherence]).toEqual([[true, false], [[0]]]);
  graph.removeLast();
  const read = graph.addRead(0, { ...step, access: 'load' }, 0, { written: undefined, order: 0, failed: false }, -1);
  expect([closed(), graph.readsFrom[read]]).toEqual([[true, false], -1]);
  expect(found).toHaveBeenCalledTimes(4);
});

test.each([
  ['condition-needs.ts', 'thread === reader || ', 'true || '],
  ['condition-needs.ts', 'one.at < pc', 'one.at <= pc'],
  [
    'condition-needs.ts',
    'if (one.written === undefined) return undefined;',
    'if (one.written === undefined) continue;',
  ],
  ['condition-needs.ts', "access === 'compareExchange' ? 2 : 1", '1'],
  ['condition-needs.ts', '[searchState.graph.finalValue(word), ...values]', 'values'],
  ['condition-needs.ts', 'isWaiting ? waitsFrom : 0', 'isWaiting ? waitsFrom + 1 : 0'],
  ['condition-needs.ts', 'isWaiting ? thread : -1', 'thread'],
  ['condition-needs.ts', 'waitsFrom >= 0', 'true'],
  ['condition-needs.ts', ' && before.length === 0', ''],
  ['condition-needs.ts', 'frame.pc > last', 'true'],
  ['condition-needs.ts', 'isSkipped ? values', 'false ? values'],
  ['condition-needs.ts', '!used.has(instruction) && ', ''],
  ['condition-needs.ts', "access !== 'compareExchange' && access", 'access'],
  ['condition-needs.ts', 'names.has(name) ? [word] : []', '[]'],
  ['condition-needs.ts', 'if (!isOpen) for', 'if (false) for'],
  ['condition-needs.ts', "one.op === 'finish') return one.inputs.filter", "one.op === 'finish') return [].filter"],
  ['condition-needs.ts', '[] : registersRead(one)', '[] : []'],
  ['open-accesses.ts', 'order.at(-1) as number', 'order[0] as number'],
  ['open-accesses.ts', 'left.some((write) =>', 'left.slice(0, 1).some((write) =>'],
  ['open-accesses.ts', ', ...newest.filter((write) => write > read)', ''],
  ['open-accesses.ts', '[...newest.filter((write) => write < read), ', '['],
  ['litmus.ts', '!== !wanted', '=== wanted'],
])('%s: %s -> %s is noticed', async (of, find, replace) => {
  const other = await mutated<typeof Litmus>({ of, find, replace }, 'litmus.ts');
  const isNoticed = TESTS.some((litmus, index) => {
    try {
      return JSON.stringify(directedEnds(other.litmusExecutions, litmus)) !== JSON.stringify(ENDS[index]);
    } catch {
      return true;
    }
  });
  expect(isNoticed).toBe(true);
});
