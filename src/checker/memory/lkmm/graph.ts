// The execution that is being built: events are added at the end and taken away again from there, as the explorer goes
// forward and back.

import type { Reads } from '../../program/dependencies.js';
import type { Event, Execution } from './execution.js';
import type { AccessStep, Effect, FenceStep } from './thread-tree.js';

const NONE: readonly number[] = [];

export class Graph implements Execution {
  readonly events: Event[] = [];
  readonly readsFrom: number[] = [];
  readonly coherence: number[][];
  readonly rmwWrite: number[] = [];
  readonly address: (readonly number[])[] = [];
  readonly data: (readonly number[])[] = [];
  readonly control: (readonly number[])[] = [];
  /** Per thread: its events in program order. */
  readonly eventsOf: readonly number[][];
  /** Per event: the one before it in its thread, or -1. */
  readonly previous: number[] = [];
  /** Per event: the step of its thread to which it belongs; undefined for an initial write. */
  readonly stepOf: (AccessStep | FenceStep | undefined)[] = [];
  /** Per thread and number of a step: its read, or its only event. */
  readonly #byStep: readonly number[][];

  /** `initial`: the initial value of each word. */
  constructor(initial: readonly number[], threads: number) {
    this.coherence = initial.map((_, word) => [word]);
    this.eventsOf = Array.from({ length: threads }, () => []);
    this.#byStep = Array.from({ length: threads }, () => []);
    for (const [word, value] of initial.entries()) {
      this.#push({ thread: -1, kind: 'write', word, value, order: 0, noReturn: false }, undefined);
    }
  }

  /** `source`: the write that it reads from, or -1. */
  addRead(thread: number, step: AccessStep, value: number, { order, failed }: Effect, source: number): number {
    const { word, noReturn, lock } = step;
    const read: Event = { thread, kind: 'read', word, value, order, noReturn, lock, ...(failed && { failed }) };
    const event = this.#add(read, step);
    this.readsFrom[event] = source;
    this.address[event] = this.#eventsAt(thread, step.address);
    return event;
  }

  /**
   * `position`: in the coherence order of its word, or -1 while that is open. `read`: that of the same read-modify-write, or
   * -1.
   */
  addWrite(thread: number, step: AccessStep, value: number, position: number, read: number): number {
    const { word, order, noReturn, access, lock } = step;
    const event = this.#add({ thread, kind: 'write', word, value, order, noReturn, lock }, step);
    this.address[event] = this.#eventsAt(thread, step.address);
    const data = this.#eventsAt(thread, step.data);
    // A value that is exchanged does not depend on the one before.
    const usesRead = read >= 0 && access !== 'exchange' && access !== 'compareExchange';
    this.data[event] = usesRead ? [...data, read] : data;
    if (read >= 0) {
      this.rmwWrite[read] = event;
      this.#byStep[thread]?.splice(step.at, 1, read);
    }
    if (position >= 0) this.orderOf(word).splice(position, 0, event);
    return event;
  }

  addFence(thread: number, step: FenceStep): number {
    const { word, fence } = step;
    return this.#add({ thread, kind: 'fence', word, value: 0, order: 0, noReturn: false, fence }, step);
  }

  /** Takes the newest event away. */
  removeLast(): void {
    const last = this.events.length - 1;
    const event = this.event(last);
    const own = this.eventsOf[event.thread] as number[];
    own.pop();
    if (event.kind === 'write') {
      const order = this.orderOf(event.word);
      const position = order.lastIndexOf(last);
      if (position >= 0) order.splice(position, 1);
      const before = own.at(-1);
      if (before !== undefined && this.rmwWrite[before] === last) this.rmwWrite[before] = -1;
    }
    for (const list of [this.events, this.readsFrom, this.rmwWrite, this.stepOf, this.previous]) list.pop();
    for (const list of [this.address, this.data, this.control]) list.pop();
  }

  event(index: number): Event {
    return this.events[index] as Event;
  }

  /** The newest event of `thread`, or -1. */
  lastOf(thread: number): number {
    return this.eventsOf[thread]?.at(-1) ?? -1;
  }

  /** The first write of `word` from the event `from` on, or -1. */
  nextWrite(word: number, from: number): number {
    for (let index = from; index < this.events.length; index++) {
      const event = this.event(index);
      if (event.kind === 'write' && event.word === word) return index;
    }
    return -1;
  }

  /** The place in the code of an access. */
  siteOf(index: number): string {
    const step = this.stepOf[index];
    return step?.kind === 'access' ? step.site : '';
  }

  /** The writes of `word` in coherence order. */
  orderOf(word: number): number[] {
    return this.coherence[word] as number[];
  }

  /** The value that is left in `word` at the end. */
  finalValue(word: number): number {
    return this.event(this.orderOf(word).at(-1) as number).value;
  }

  #add(event: Event, step: AccessStep | FenceStep): number {
    const { at, control } = step;
    const index = this.#push(event, step);
    this.eventsOf[event.thread]?.push(index);
    const byStep = this.#byStep[event.thread] as number[];
    byStep[at] = index;
    this.control[index] = this.#eventsAt(event.thread, control);
    return index;
  }

  #push(event: Event, step: AccessStep | FenceStep | undefined): number {
    this.readsFrom.push(-1);
    this.rmwWrite.push(-1);
    this.stepOf.push(step);
    this.previous.push(this.lastOf(event.thread));
    for (const list of [this.address, this.data, this.control]) list.push(NONE);
    return this.events.push(event) - 1;
  }

  #eventsAt(thread: number, steps: Reads): readonly number[] {
    if (steps.length === 0) return NONE;
    const byStep = this.#byStep[thread] as number[];
    return steps.map((step) => byStep[step] as number);
  }
}
