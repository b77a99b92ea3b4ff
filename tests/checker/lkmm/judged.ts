// Comparison of the axioms with the axioms by the letter, on one execution.

import { AXIOMS, type Axiom, dataRaces, isAllowed, requirements } from '../../../src/checker/memory/lkmm/axioms.js';
import type { Execution } from '../../../src/checker/memory/lkmm/execution.js';
import { isAcyclic, isIrreflexive } from '../../../src/checker/memory/lkmm/relation.js';
import { judge } from './literal-axioms.js';

export function isMisjudged(execution: Execution): boolean {
  const { broken, races } = judge(execution);
  const first = AXIOMS.find((axiom) => broken.has(axiom));
  if (brokenAxiom(execution) !== first || isAllowed(execution) !== (first === undefined)) return true;
  const found = dataRaces(execution).map((pair) => pair.join());
  return found.length !== races.size || !found.every((pair) => races.has(pair));
}

/** Returns the first axiom that the execution breaks. `model`: the axioms. */
export function brokenAxiom(execution: Execution, model = requirements): Axiom | undefined {
  for (const { axiom, is, relation } of model(execution)) {
    if (is === 'acyclic' ? !isAcyclic(relation) : !isIrreflexive(relation)) return axiom;
  }
  return undefined;
}
