// Every clause of the axioms decides some test.

import { describe, expect, test } from 'vitest';
import * as axioms from '../../../src/checker/memory/lkmm/axioms.js';
import { slice } from '../../slow.js';
import { testNamed } from './generator/tests.js';
import { brokenAxiom } from './judged.js';
import { LOCKS } from './mutants/locks.js';
import { MARKED } from './mutants/marked.js';
import { mutated } from './mutants/mutant.js';
import { ORDERS } from './mutants/orders.js';
import { PLAIN } from './mutants/plain.js';
import { RCU } from './mutants/rcu.js';
import { candidatesOf, enumerate } from './naive.js';

const MUTANTS = [MARKED, ORDERS, PLAIN, RCU, LOCKS].flatMap((clauses) => slice(clauses, 2));

describe.each(MUTANTS)('$of: $find -> $replace', (mutant) => {
  test(`${mutant.test} tells`, async () => {
    const litmus = testNamed(mutant.test);
    const other = await mutated(mutant);
    if (mutant.answer !== '') {
      const said = ({ answer, races }: ReturnType<typeof enumerate>): string => answer + (races ? ' race' : '');
      expect(said(enumerate(litmus, other))).toBe(mutant.answer);
      expect(said(enumerate(litmus))).not.toBe(mutant.answer);
    } else {
      const executions = [...candidatesOf(litmus)].map(({ execution }) => execution);
      const judged = ({ requirements, dataRaces }: typeof axioms): unknown[] =>
        executions.map((execution) => brokenAxiom(execution, requirements) ?? dataRaces(execution));
      expect(judged(other)).not.toEqual(judged(axioms));
    }
  });
});
