// The axioms of the Linux-kernel memory model, one after the other: Alglave, Maranget, McKenney, Parri and Stern,
// "Frightening Small Children and Disconcerting Grown-ups: Concurrency in the Linux Kernel" (ASPLOS 2018), with what came
// later: plain accesses (2019), sequences of read-modify-writes, and dependencies that memory carries. The files beside
// this one, one per group, have the names of tools/memory-model/Documentation/explanation.txt in the kernel's sources, and
// say under which heading it explains what they state. Without RCU, SRCU and locks, and for words of one size.
//
// Each axiom is monotone: an execution that breaks it has no extension that does not. That is not so of data races.

import { intervening } from './atomicity.js';
import { coherenceOrder } from './coherence.js';
import { isAcyclic, type Step, shortestCycle, stepsOf } from './cycles.js';
import { isEmpty } from './event-set.js';
import type { Execution } from './execution.js';
import { type Fences, fencesOf } from './fences.js';
import { happensBefore, propagatesBefore } from './happens-before.js';
import { plainIncoherence, racesIn } from './plain-accesses.js';
import { dependenciesOf, preservedProgramOrder } from './preserved-program-order.js';
import { type Primitives, primitivesOf } from './primitives.js';
import { propagationOf } from './propagation.js';
import { type Orders, visibilityOf } from './visibility.js';

export const AXIOMS = ['coherence', 'atomicity', 'happens-before', 'propagates-before', 'plain-coherence'] as const;
export type Axiom = (typeof AXIOMS)[number];

export interface Broken {
  readonly axiom: Axiom;
  /** Steps that lead from an event back to it. */
  readonly cycle: readonly Step[];
}

/** Whether the execution, complete or not, breaks no axiom. */
export function isAllowed(execution: Execution): boolean {
  const primitives = primitivesOf(execution);
  if (!isAcyclic(coherenceOrder(primitives))) return false;
  if (!intervening(primitives).isEmpty) return false;
  const orders = ordersOf(primitives);
  if (!isAcyclic(orders.hb) || !isAcyclic(orders.pb)) return false;
  return isEmpty(primitives.plain) || plainIncoherence(primitives, visibilityOf(primitives, orders)) === undefined;
}

/** The first axiom that the execution breaks, with a cycle that shows it. */
export function brokenAxiom(execution: Execution): Broken | undefined {
  const primitives = primitivesOf(execution);
  const incoherent = shortestCycle(coherenceOrder(primitives));
  if (incoherent) return { axiom: 'coherence', cycle: incoherent };
  const orders = ordersOf(primitives);
  const between = intervening(primitives);
  const [edge] = between.edges();
  if (edge) {
    const [read, write] = edge;
    return { axiom: 'atomicity', cycle: [...stepsOf(between, read, write), { from: write, to: read, edge: 'rmw' }] };
  }
  const late = shortestCycle(orders.hb);
  if (late) return { axiom: 'happens-before', cycle: late };
  const unreached = shortestCycle(orders.pb);
  if (unreached) return { axiom: 'propagates-before', cycle: unreached };
  const unseen = !isEmpty(primitives.plain) && plainIncoherence(primitives, visibilityOf(primitives, orders));
  return unseen ? { axiom: 'plain-coherence', cycle: unseen } : undefined;
}

/**
 * Pairs of accesses that race. If any execution of a program has some, the program is wrong, and its results mean nothing.
 * The execution is complete and allowed.
 */
export function dataRaces(execution: Execution): [first: number, second: number][] {
  const primitives = primitivesOf(execution);
  return isEmpty(primitives.plain) ? [] : racesIn(primitives, visibilityOf(primitives, ordersOf(primitives)));
}

function ordersOf(primitives: Primitives): Orders {
  const fences: Fences = fencesOf(primitives);
  const dependencies = dependenciesOf(primitives);
  const { prop, cumulFences } = propagationOf(primitives, fences);
  const hb = happensBefore(primitives, preservedProgramOrder(primitives, dependencies, fences), prop);
  const pb = propagatesBefore(prop, fences, hb);
  return { fences, address: dependencies.address, cumulFences, hb, pb };
}
