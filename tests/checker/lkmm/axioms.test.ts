// The axioms as matrices of bits against the axioms by the letter, on random executions; and what is true of any of them.

import { describe, expect, test } from 'vitest';
import { AXIOMS, isAllowed } from '../../../src/checker/memory/lkmm/axioms.js';
import type { Execution } from '../../../src/checker/memory/lkmm/execution.js';
import { inverse, relationOf } from '../../../src/checker/memory/lkmm/relation.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { inSlow } from '../../slow.js';
import { brokenAxiom, isMisjudged } from './judged.js';
import { judge } from './literal-axioms.js';
import { randomExecution, shortened } from './random-executions.js';

const EXECUTIONS = inSlow(1_000, 400);

describe('on random executions', () => {
  const random = seededRandom(16);
  const executions = Array.from({ length: EXECUTIONS }, () => randomExecution(random));
  const judgements = executions.map(judge);

  test('the axioms say what they say by the letter', () => {
    expect(executions.filter(isMisjudged)).toEqual([]);
  });

  test('each axiom is broken alone by some, and some race', () => {
    const alone = judgements.filter(({ broken }) => broken.size === 1).map(({ broken }) => [...broken][0]);
    expect(new Set(alone)).toEqual(new Set(AXIOMS));
    const allowed = judgements.filter(({ broken }) => broken.size === 0);
    expect(allowed.length).toBeGreaterThan(EXECUTIONS / 10);
    expect(allowed.some(({ races }) => races.size > 0)).toBe(true);
  });

  test('what is forbidden stays forbidden however it goes on', () => {
    let forbidden = 0;
    for (const [index, execution] of executions.entries()) {
      if (isAllowed(shortened(execution, random))) continue;
      forbidden++;
      expect(judgements[index]?.broken.size, `execution ${index}`).toBeGreaterThan(0);
    }
    expect(forbidden).toBeGreaterThan(EXECUTIONS / 50);
  });
});

test('what was asked before changes no answer, whatever the size', () => {
  const random = seededRandom(3);
  const small = Array.from({ length: 50 }, () => randomExecution(random));
  const verdicts = small.map((execution) => brokenAxiom(execution));
  const large = small.filter(isAllowed).reduce(beside);
  expect(large.events.length).toBeGreaterThan(128);
  expect([isAllowed(large), isAllowed(large)]).toEqual([true, true]);
  const forbidden = small.filter((execution) => !isAllowed(execution));
  const axioms = forbidden.map((execution) => brokenAxiom(beside(large, execution)));
  expect(axioms).toEqual(forbidden.map((execution) => brokenAxiom(execution)));
  expect([...small].reverse().map((execution) => brokenAxiom(execution))).toEqual(verdicts.reverse());
});

test('a relation keeps its edges, however many are made after it', () => {
  const relations = Array.from({ length: 5_000 }, (_, index) =>
    relationOf(40, (add) => add(index % 40, (7 * index) % 40)),
  );
  const inverses = relations.map(inverse);
  const edges = relations.map((_, index) => [[index % 40, (7 * index) % 40]]);
  expect(relations.map((relation) => relation.edges())).toEqual(edges);
  expect(inverses.map((relation) => inverse(relation).edges())).toEqual(edges);
});

/** Two executions as one, with words and threads of their own. */
function beside(left: Execution, right: Execution): Execution {
  const base = left.events.length;
  const words = left.coherence.length;
  const threads = Math.max(...left.events.map(({ thread }) => thread)) + 1;
  const moved = (event: number): number => (event < 0 ? -1 : event + base);
  const lists = (of: Execution['address']): number[][] => of.map((list) => list.map(moved));
  return {
    events: [
      ...left.events,
      ...right.events.map((event) => ({
        ...event,
        word: event.word < 0 ? -1 : event.word + words,
        thread: event.thread < 0 ? -1 : event.thread + threads,
      })),
    ],
    readsFrom: [...left.readsFrom, ...right.readsFrom.map(moved)],
    coherence: [...left.coherence, ...lists(right.coherence)],
    rmwWrite: [...left.rmwWrite, ...right.rmwWrite.map(moved)],
    address: [...left.address, ...lists(right.address)],
    data: [...left.data, ...lists(right.data)],
    control: [...left.control, ...lists(right.control)],
  };
}
