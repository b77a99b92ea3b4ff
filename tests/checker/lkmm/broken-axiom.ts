// The axiom that an execution breaks: a cycle of its relation, each edge explained in steps of named relations.

import { type Axiom, requirements } from '../../../src/checker/memory/lkmm/axioms.js';
import type { Execution } from '../../../src/checker/memory/lkmm/execution.js';
import type { Relation } from '../../../src/checker/memory/lkmm/relation.js';

/** One step of an explanation: two events, and the relation of the model that leads from one to the other. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly edge: string;
}

export interface Broken {
  readonly axiom: Axiom;
  /** Steps that lead from an event back to it. */
  readonly cycle: readonly Step[];
}

/** Returns the first axiom that the execution breaks, with a cycle that shows it. `model`: the axioms. */
export function brokenAxiom(execution: Execution, model = requirements): Broken | undefined {
  for (const { axiom, is, relation } of model(execution)) {
    const cycle = is === 'acyclic' ? shortestCycle(relation) : firstLoop(relation);
    if (cycle) return { axiom, cycle };
  }
  return undefined;
}

/** Returns the steps by which the relation leads from an event right back to it. */
function firstLoop(relation: Relation): Step[] | undefined {
  for (let event = 0; event < relation.size; event++) {
    if (relation.has(event, event)) return stepsOf(relation, event, event);
  }
  return undefined;
}

/** Returns a shortest cycle of the relation, each edge in steps of the named relations that it was made of. */
function shortestCycle(relation: Relation): Step[] | undefined {
  let shortest: number[] | undefined;
  for (let event = 0; event < relation.size; event++) {
    const path = pathBetween(relation, event, event);
    if (path && (!shortest || path.length < shortest.length)) shortest = path;
  }
  return shortest && stepsAlong(relation, shortest);
}

/** Returns the steps of named relations that make one edge of the relation. */
function stepsOf(relation: Relation, from: number, to: number): Step[] {
  const { origin } = relation;
  switch (origin.made) {
    case 'named':
      return [{ from, to, edge: origin.name }];
    case 'identity':
      return [];
    case 'part':
      return stepsOf(origin.of, from, to);
    case 'union':
      return stepsOf(origin.of.find((part) => part.has(from, to)) as Relation, from, to);
    case 'sequence': {
      const [left, right] = origin.of as [Relation, Relation];
      let through = 0;
      while (!left.has(from, through) || !right.has(through, to)) through++;
      return [...stepsOf(left, from, through), ...stepsOf(right, through, to)];
    }
    case 'inverse':
      return stepsOf(origin.of, to, from)
        .reverse()
        .map(({ edge, ...step }) => ({ from: step.to, to: step.from, edge }));
    case 'optional':
      return from === to ? [] : stepsOf(origin.of, from, to);
    case 'star':
      return from === to ? [] : stepsAlong(origin.of, pathBetween(origin.of, from, to) as number[]);
  }
}

function stepsAlong(relation: Relation, path: readonly number[]): Step[] {
  return path.slice(1).flatMap((to, index) => stepsOf(relation, path[index] as number, to));
}

/** Returns a shortest path with at least one edge: its events, from first to last. */
function pathBetween(relation: Relation, from: number, to: number): number[] | undefined {
  const cameFrom = new Map<number, number>();
  const queue = [from];
  for (const event of queue) {
    for (let next = 0; next < relation.size; next++) {
      if (!relation.has(event, next)) continue;
      if (next === to) {
        const path = [to, event];
        for (let at = event; at !== from; path.push(at)) at = cameFrom.get(at) as number;
        return path.reverse();
      }
      if (cameFrom.has(next) || next === from) continue;
      cameFrom.set(next, event);
      queue.push(next);
    }
  }
  return undefined;
}
