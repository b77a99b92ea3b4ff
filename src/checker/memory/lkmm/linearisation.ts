// Linearisation of an execution, to tell it as a schedule: its steps in one order in time, as in observations.ts, so that
// each read comes after its write and each observation finds the newest value.

import type { ScheduleStep } from '../../trace/schedule.js';
import type { Words } from '../../words/words.js';
import { Run } from './run.js';
import type { SearchState } from './search-state.js';
import type { ThreadNode } from './thread-tree.js';

/** A step of a thread: the events of an access or a fence, or a choice. */
export interface Unit {
  readonly thread: number;
  readonly events: readonly number[];
  /** Of a choice. */
  readonly outcome?: number;
  /** The step before it in its thread. */
  readonly previous: Unit | undefined;
}

export interface Told {
  readonly schedule: readonly ScheduleStep[];
  /** After the schedule. */
  readonly run: Run;
}

export class Linearisation {
  readonly #searchState: SearchState;
  readonly #units: Unit[] = [];
  readonly #unitOf = new Map<number, Unit>();

  constructor(searchState: SearchState) {
    this.#searchState = searchState;
    for (const thread of searchState.threads.keys()) this.#addUnits(thread);
  }

  /** Every step so far. */
  get all(): readonly Unit[] {
    return this.#units;
  }

  /** Returns the last step of `thread`, and all that is before it. */
  upTo(thread: number): readonly Unit[] {
    const last = this.#units.findLast((unit) => unit.thread === thread);
    const past = new Set<Unit>(last ? [last] : []);
    for (const unit of past) for (const before of this.#before(unit)) past.add(before);
    return this.#units.filter((unit) => past.has(unit));
  }

  /** Runs the steps `units`, which lack none that is before one of them. */
  tell(units: readonly Unit[], starts: readonly ThreadNode[], words: Words): Told {
    const run = new Run(starts, words);
    const schedule: ScheduleStep[] = [];
    const newEvents = new Map<number, number>(words.words.map((_, word) => [word, word]));
    for (const unit of this.ordered(units)) {
      const choice = unit.outcome ?? this.#choiceOf(unit, run, newEvents);
      for (const [index, event] of unit.events.entries()) newEvents.set(event, run.graph.events.length + index);
      run.take(unit.thread, choice);
      schedule.push({ thread: unit.thread, choice });
    }
    return { schedule, run };
  }

  #addUnits(thread: number): void {
    const { graph, choices } = this.#searchState;
    const own = graph.eventsOf[thread] as readonly number[];
    let previous: Unit | undefined;
    const add = (unit: Omit<Unit, 'previous'>): void => {
      const added = { ...unit, previous };
      this.#units.push(added);
      for (const event of unit.events) this.#unitOf.set(event, added);
      previous = added;
    };
    for (let index = 0; index <= own.length; index++) {
      for (const choice of choices) {
        if (choice.thread === thread && choice.after === index) add({ thread, events: [], outcome: choice.outcome });
      }
      const event = own[index];
      if (event === undefined || graph.rmwWrite[event - 1] === event) continue;
      const write = graph.rmwWrite[event] as number;
      add({ thread, events: write >= 0 ? [event, write] : [event] });
    }
  }

  /** Returns the steps that are right before `unit`. */
  #before(unit: Unit): Unit[] {
    const { graph, observations } = this.#searchState;
    const before: (Unit | undefined)[] = [unit.previous];
    for (const event of unit.events) {
      before.push(this.#unitOf.get(graph.readsFrom[event] as number));
      const { kind, word } = graph.event(event);
      const order = kind === 'write' ? graph.orderOf(word) : [];
      for (const observation of observations.all) {
        if (observation.at === event) before.push(this.#unitOf.get(observation.source));
        if (observation.word === word && order.indexOf(observation.source) < order.indexOf(event)) {
          before.push(this.#unitOf.get(observation.at));
        }
      }
    }
    return before.filter((other) => other !== undefined && other !== unit) as Unit[];
  }

  /** Returns the steps that are better before `unit`: where all are, each access finds the newest value. */
  #better(unit: Unit): Unit[] {
    const { graph } = this.#searchState;
    return unit.events.flatMap((event) => {
      const { kind, word } = graph.event(event);
      if (kind !== 'write') return [];
      const order = graph.orderOf(word);
      const earlier = order.slice(0, order.indexOf(event));
      const readers = graph.readsFrom.flatMap((source, read) => (earlier.includes(source) ? [read] : []));
      const units = [...earlier, ...readers].map((other) => this.#unitOf.get(other));
      return units.filter((other) => other !== undefined && other !== unit) as Unit[];
    });
  }

  /** Returns the steps in one order in time, with few changes from one thread to another. */
  ordered(units: readonly Unit[]): Unit[] {
    const before = new Map(units.map((unit) => [unit, this.#before(unit)]));
    const better = new Map(units.map((unit) => [unit, this.#better(unit)]));
    const left = new Set(units);
    const ordered: Unit[] = [];
    while (left.size > 0) {
      const waits = (other: Unit): boolean => left.has(other);
      const ready = [...left].filter((unit) => !before.get(unit)?.some(waits));
      const newest = ready.filter((unit) => !better.get(unit)?.some(waits));
      const candidates = newest.length > 0 ? newest : ready;
      const next = candidates.find(({ thread }) => thread === ordered.at(-1)?.thread) ?? candidates[0];
      if (!next) throw new Error('the execution has no order in time');
      ordered.push(next);
      left.delete(next);
    }
    return ordered;
  }

  /** Returns the choice that a step takes in `run`. `newEvents`: events there, by those here. */
  #choiceOf({ thread, events }: Unit, run: Run, newEvents: ReadonlyMap<number, number>): number {
    const { graph } = this.#searchState;
    const { step } = run.node(thread);
    const [event = -1] = events;
    if (step.kind !== 'access') return 0;
    const source = newEvents.get(graph.readsFrom[event] as number) ?? -1;
    const order = graph.orderOf(step.word);
    const place = order.slice(0, order.indexOf(event)).filter((write) => newEvents.has(write)).length;
    const choice = run
      .moves(thread, step)
      .findIndex((move) => (source >= 0 ? move.source === source : move.place === place));
    if (choice < 0) throw new Error('a step of the witness cannot be taken');
    return choice;
  }
}
