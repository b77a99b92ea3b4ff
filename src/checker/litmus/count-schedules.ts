// Counts the schedules that lead to each final state of a loop-free system: the paths in its state graph.

import type { Exploration } from '../explore/explore.js';
import { forEachSuccessor } from '../machine/system.js';

export interface FinalState {
  readonly fields: Int32Array;
  /** Number of schedules: exact up to 2^53. */
  readonly schedules: number;
}

/** A state in the state graph. */
interface Node {
  readonly state: number;
  /** Number of incoming transitions that have not been counted yet. */
  uncounted: number;
  /** Number of schedules to the state that have been counted. */
  schedules: number;
}

export function countSchedules({ visited, system }: Exploration): FinalState[] {
  const stepper = system.newStepper();
  const fields = new Int32Array(stepper.fields.length);
  const nodes = Array.from({ length: visited.size }, (_, state): Node => ({ state, uncounted: 0, schedules: 0 }));
  const successors = ({ state }: Node): Node[] => {
    visited.read(state, fields);
    const result: Node[] = [];
    forEachSuccessor(stepper, system.starts.length, fields, () => {
      const successor = nodes[visited.find(stepper.fields)];
      if (successor) result.push(successor);
    });
    return result;
  };

  // Topological order: paths of different lengths may meet, so the order of levels does not suffice.
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
