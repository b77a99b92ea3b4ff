// What the executions of a protocol show: the violations, and the shortest way to each.

import { FIRST_VIOLATION } from '../../runtime/counters.js';
import type { Property } from '../../violations/table.js';
import { properties } from '../../violations/table.js';
import type { ScheduleStep } from '../explore/shortest.js';
import type { Model } from '../machine/model.js';
import { bitOf, propertyOf } from '../properties.js';
import type { Visitor } from './exploration.js';
import type { Explorer } from './explorer.js';
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

  complete(explorer: Explorer): void {
    const units = new InTime(explorer);
    this.longest = Math.max(this.longest, units.all.length);
    // What was reported while a guess was open has come true.
    if (explorer.guesses.any)
      for (const node of explorer.reports) this.#add(reportedBy(node), explorer, units, units.all);
    if (explorer.threads.some(({ node }) => node.step.kind === 'trap')) return;
    const violations = this.#model.violationsOf((word) => explorer.graph.finalValue(word));
    for (const property of properties) {
      if ((violations >>> bitOf(property)) & 1) this.#add(property, explorer, units, units.all);
    }
  }

  report(explorer: Explorer, thread: number): void {
    if (explorer.guesses.pending.length > 0) return;
    const units = new InTime(explorer);
    const node = explorer.threads[thread]?.node as ThreadNode;
    this.#add(reportedBy(node), explorer, units, units.upTo(thread));
  }

  #add(property: Property, explorer: Explorer, inTime: InTime, units: readonly Unit[]): void {
    const known = this.found.get(property);
    if (units.some(({ events }) => events.some((event) => explorer.guesses.isGuess(event)))) {
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
