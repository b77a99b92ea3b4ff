// Violations that the executions of a protocol show, and the shortest way to each.

import { FIRST_VIOLATION, USE_AFTER_FREE } from '../../../runtime/counters.js';
import { type Property, properties } from '../../../violations/table.js';
import { runMonitors } from '../../model/run-monitors.js';
import type { Model } from '../../model/system.js';
import { bitOf, propertyOf } from '../../monitors/property-bits.js';
import type { ScheduleStep } from '../../trace/schedule.js';
import type { Graph } from './graph.js';
import { Linearisation, type Unit } from './linearisation.js';
import type { Run } from './run.js';
import type { SearchState, Visitor } from './search-state.js';
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

  complete(searchState: SearchState): void {
    const units = new Linearisation(searchState);
    this.longest = Math.max(this.longest, units.all.length);
    // Reports while a predicted read had no source have come true.
    if (searchState.predictedReads.any)
      for (const node of searchState.reports) this.#add(reportedBy(node), searchState, units, units.all);
    if (searchState.threads.some(({ node }) => node.step.kind === 'trap')) return;
    if (!searchState.predictedReads.any) {
      const ordered = units.ordered(units.all);
      const steps = stepsToFreeOfHeld(this.#model, searchState.graph, ordered);
      if (steps > 0) this.#add('useAfterFree', searchState, units, ordered.slice(0, steps));
    }
    const violations = this.#model.violationsOf((word) => searchState.graph.finalValue(word));
    for (const property of properties) {
      if ((violations >>> bitOf(property)) & 1) this.#add(property, searchState, units, units.all);
    }
  }

  report(searchState: SearchState, thread: number): void {
    if (searchState.predictedReads.pending.length > 0) return;
    const units = new Linearisation(searchState);
    const node = searchState.threads[thread]?.node as ThreadNode;
    this.#add(reportedBy(node), searchState, units, units.upTo(thread));
  }

  #add(property: Property, searchState: SearchState, linearisation: Linearisation, units: readonly Unit[]): void {
    const known = this.found.get(property);
    if (units.some(({ events }) => events.some((event) => searchState.predictedReads.has(event)))) {
      if (!known) this.found.set(property, { steps: Number.POSITIVE_INFINITY });
    } else if (!known || units.length < known.steps) {
      const told = linearisation.tell(units, this.#starts, this.#model.automaton.words);
      this.found.set(property, { steps: units.length, ...told });
    }
  }
}

function reportedBy({ pause: { instruction, inputs } }: ThreadNode): Property {
  return instruction?.op === 'trap' ? 'trap' : propertyOf((inputs[0] ?? 0) - FIRST_VIOLATION);
}

/**
 * Returns the number of steps, of those in `ordered`, up to a free of a page that is held; 0 when there is none. Who holds a
 * page when (monitors/monitor-steps.ts) is a matter of time, which an execution has not: it is judged in the one order in time in
 * which the execution would be told.
 */
function stepsToFreeOfHeld({ automaton, starts }: Model, graph: Graph, ordered: readonly Unit[]): number {
  const newest = Int32Array.from(automaton.words.words, () => 0);
  const latest = automaton.words.words.map((_, word) => word);
  const localStates = [...starts];
  for (const [index, { thread, events, outcome }] of ordered.entries()) {
    const [first = -1] = events;
    const { kind, word, value } = first < 0 ? { kind: 'fence', word: -1, value: 0 } : graph.event(first);
    let valueRead = outcome ?? 0;
    if (kind === 'read') valueRead = automaton.words.numberOf(word, value);
    if (kind === 'write') valueRead = newest[word] as number;
    for (const event of events) {
      const written = graph.event(event);
      if (written.kind !== 'write') continue;
      const order = graph.orderOf(word);
      if (order.indexOf(event) < order.indexOf(latest[word] as number)) continue;
      latest[word] = event;
      newest[word] = automaton.words.numberOf(word, written.value);
    }
    const reported = { violations: 0 };
    const entry = automaton.follow(localStates[thread] as number, valueRead);
    localStates[thread] = runMonitors(automaton, entry, newest, reported);
    if ((reported.violations >>> (USE_AFTER_FREE - FIRST_VIOLATION)) & 1) return index + 1;
  }
  return 0;
}
