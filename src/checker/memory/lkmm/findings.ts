// What the executions of a protocol show: the violations, and the shortest way to each.

import { FIRST_VIOLATION } from '../../../runtime/counters.js';
import type { Property } from '../../../violations/table.js';
import { properties } from '../../../violations/table.js';
import type { Model } from '../../model/system.js';
import { bitOf, propertyOf } from '../../monitors/property-bits.js';
import type { ScheduleStep } from '../../trace/schedule.js';
import type { Situation, Visitor } from './exploration.js';
import { stepsToFreeOfHeld } from './held-pages.js';
import { InTime, type Unit } from './in-time.js';
import type { Run } from './run.js';
import type { ThreadNode } from './thread-tree.js';

/** A violation with its shortest schedule; without one where every way to it needs load buffering. */
export interface Found {
  readonly steps: number;
  readonly schedule?: readonly ScheduleStep[];
  readonly run?: Run;
}

export class Findings implements Visitor {
  readonly found = new Map<Property, Found>();
  /** Most steps of a complete execution. */
  longest = 0;
  readonly #model: Model;
  readonly #starts: readonly ThreadNode[];

  constructor(model: Model, starts: readonly ThreadNode[]) {
    this.#model = model;
    this.#starts = starts;
  }

  complete(situation: Situation): void {
    const units = new InTime(situation);
    this.longest = Math.max(this.longest, units.all.length);
    // What was reported while a guess was open has come true.
    if (situation.guesses.any)
      for (const node of situation.reports) this.#add(reportedBy(node), situation, units, units.all);
    if (situation.threads.some(({ node }) => node.step.kind === 'trap')) return;
    if (!situation.guesses.any) {
      const ordered = units.ordered(units.all);
      const steps = stepsToFreeOfHeld(this.#model, situation.graph, ordered);
      if (steps > 0) this.#add('useAfterFree', situation, units, ordered.slice(0, steps));
    }
    const violations = this.#model.violationsOf((word) => situation.graph.finalValue(word));
    for (const property of properties) {
      if ((violations >>> bitOf(property)) & 1) this.#add(property, situation, units, units.all);
    }
  }

  report(situation: Situation, thread: number): void {
    if (situation.guesses.pending.length > 0) return;
    const units = new InTime(situation);
    const node = situation.threads[thread]?.node as ThreadNode;
    this.#add(reportedBy(node), situation, units, units.upTo(thread));
  }

  #add(property: Property, situation: Situation, inTime: InTime, units: readonly Unit[]): void {
    const known = this.found.get(property);
    if (units.some(({ events }) => events.some((event) => situation.guesses.isGuess(event)))) {
      if (!known) this.found.set(property, { steps: Number.POSITIVE_INFINITY });
    } else if (!known || units.length < known.steps) {
      const told = inTime.tell(units, this.#starts, this.#model.automaton.words);
      this.found.set(property, { steps: units.length, ...told });
    }
  }
}

function reportedBy({ pause: { instruction, inputs } }: ThreadNode): Property {
  return instruction?.op === 'trap' ? 'trap' : propertyOf((inputs[0] ?? 0) - FIRST_VIOLATION);
}
