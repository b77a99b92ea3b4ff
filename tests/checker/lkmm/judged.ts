// Comparison of the axioms with the axioms by the letter, on one execution.

import { AXIOMS, dataRaces, isAllowed } from '../../../src/checker/memory/lkmm/axioms.js';
import type { Execution } from '../../../src/checker/memory/lkmm/execution.js';
import { brokenAxiom } from './broken-axiom.js';
import { judge } from './literal-axioms.js';

export function isMisjudged(execution: Execution): boolean {
  const { broken, races } = judge(execution);
  const first = AXIOMS.find((axiom) => broken.has(axiom));
  if (brokenAxiom(execution)?.axiom !== first || isAllowed(execution) !== (first === undefined)) return true;
  const found = dataRaces(execution).map((pair) => pair.join());
  return found.length !== races.size || !found.every((pair) => races.has(pair));
}
