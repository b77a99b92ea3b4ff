// In how many ways each final state of a loop-free system is reached.

import type { Exploration } from '../explore/explore.js';
import { forEachSuccessor } from '../machine/system.js';

export interface FinalState {
  readonly fields: Int32Array;
  /** A whole number, exact up to 2^53. */
  readonly schedules: number;
}

/** A state of the exploration, by its number. */
interface Node {
  readonly state: number;
  /** Steps that lead to the state and have not been counted yet. */
  uncounted: number;
  /** Schedules to the state that have been counted. */
  schedules: number;
}

export function countSchedules({ visited, system }: Exploration): FinalState[] {
  const mover = system.newStepper();
  const fields = new Int32Array(mover.fields.length);
  const nodes = Array.from({ length: visited.size }, (_, state): Node => ({ state, uncounted: 0, schedules: 0 }));
  const successors = ({ state }: Node): Node[] => {
    visited.read(state, fields);
    const found: Node[] = [];
    forEachSuccessor(mover, system.starts.length, fields, () => {
      const successor = nodes[visited.find(mover.fields)];
      if (successor) found.push(successor);
    });
    return found;
  };

  // Branches of different lengths meet again, so levels do not do: a state's turn comes when all ways to it are counted.
  for (const node of nodes) for (const next of successors(node)) next.uncounted++;
  const finals: FinalState[] = [];
  const [start] = nodes;
  if (!start) return finals;
  start.schedules = 1;
  const ready = [start];
  for (let node = ready.pop(); node; node = ready.pop()) {
    const nextNodes = successors(node);
    if (nextNodes.length === 0) finals.push({ fields: fields.slice(), schedules: node.schedules });
    for (const next of nextNodes) {
      next.schedules += node.schedules;
      next.uncounted--;
      if (next.uncounted === 0) ready.push(next);
    }
  }
  return finals;
}
