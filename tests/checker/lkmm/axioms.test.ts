// The axioms as matrices of bits against the axioms by the letter, on random executions; and what is true of any of them.

import { describe, expect, test } from 'vitest';
import { AXIOMS, brokenAxiom, isAllowed } from '../../../src/checker/lkmm/axioms.js';
import { seededRandom } from '../../../src/statistics/random.js';
import { isMisjudged } from './judged.js';
import { judge } from './literal-axioms.js';
import { randomExecution, shortened } from './random-executions.js';

const EXECUTIONS = 1_000;

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

  test('a cycle leads from event to event, back to the first', () => {
    for (const execution of executions) {
      const cycle = brokenAxiom(execution)?.cycle;
      if (!cycle) continue;
      expect(cycle.map(({ to }) => to)).toEqual([...cycle.slice(1), cycle[0]].map((step) => step?.from));
    }
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
