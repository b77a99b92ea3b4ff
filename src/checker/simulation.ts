// A schedule made by hand: at each point somebody chooses who moves next. It runs on the model that is explored, step by
// step, and tells the steps as a witness does.

import { sourceLines } from '../front-end/places.js';
import { memoryFacts } from '../memory-facts.js';
import type { ModelCode } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { Witness, WitnessStep } from '../results/check-result.js';
import { slotValue } from '../results/slot-value.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties } from '../violations/table.js';
import { buildSystem, placed } from './build.js';
import { ENDED } from './model/automaton.js';
import type { KernelSystem } from './model/kernel-model.js';
import type { Stepper } from './model/system.js';
import { bitOf } from './monitors/property-bits.js';
import type { ScheduleStep } from './trace/schedule.js';
import { digestOf } from './witness/token.js';
import { type Walk, witnessOf, witnessStep } from './witness/witness.js';

export { parseSchedule, type ScheduleStep } from './trace/schedule.js';

/** A step that a thread can take now, as it would be told. A thread has several where it chooses, or reads weak memory. */
export interface Move extends ScheduleStep {
  readonly step: WitnessStep;
}

/** A shared word, by the name that steps give its location. */
export interface NamedWord {
  readonly location: string;
  readonly value: number;
}

/** A violation, and the step that it is in, from 1 on. */
export interface Finding {
  readonly property: Property;
  readonly step: number;
}

interface Taken extends ScheduleStep {
  readonly step: WitnessStep;
  readonly violations: number;
  /** The state behind it. */
  readonly fields: Int32Array;
}

export class Simulation {
  readonly threads: number;
  readonly #resolved: ResolvedCheck;
  readonly #walk: Walk & { readonly digest: string };
  readonly #stepper: Stepper;
  readonly #start: Int32Array;
  readonly #taken: Taken[] = [];

  /** @throws UsageError for what cannot run: ProgramError, or a memory model without steps. */
  constructor(resolved: ResolvedCheck, { program, digest }: ModelCode) {
    const { noSimulation } = memoryFacts[resolved.config.memory];
    if (noSimulation !== undefined) throw new UsageError(noSimulation);
    const lineOf = sourceLines(program.files);
    const system = placed(lineOf, () => buildSystem(program, resolved));
    this.#resolved = resolved;
    this.#walk = { system, digest: digestOf(digest, resolved.config), lineOf };
    this.#stepper = system.newStepper();
    this.#start = system.initial(system.starts);
    this.threads = system.starts.length;
  }

  get steps(): WitnessStep[] {
    return this.#taken.map(({ step }) => step);
  }

  /** The choices that were made. */
  get schedule(): ScheduleStep[] {
    return this.#taken.map(({ thread, choice }) => ({ thread, choice }));
  }

  /** The shared words at the start, in the order of listings. */
  initialWords(): NamedWord[] {
    return this.#wordsIn(this.#start);
  }

  /** The shared words now: of weak memory the newest values. */
  words(): NamedWord[] {
    return this.#wordsIn(this.#fields);
  }

  /** The steps that `thread` can take now; none when it has ended or a trap has stopped it. @throws ProgramError */
  moves(thread: number): Move[] {
    const choices = this.#stepper.choices(this.#fields, thread);
    return Array.from({ length: choices }, (_, choice) => ({ thread, choice, step: this.#execute(thread, choice) }));
  }

  /** Tells whether `thread` has come to the end of what it does, rather than to a trap. */
  hasEnded(thread: number): boolean {
    return this.#stepper.localState(this.#fields, thread) === ENDED;
  }

  /** True when no thread can take a step. */
  get isOver(): boolean {
    return this.#system.starts.every((_, thread) => this.#stepper.choices(this.#fields, thread) === 0);
  }

  /** Lets `thread` take its step number `choice`. @throws RangeError when it has none, ProgramError */
  take(thread: number, choice = 0): void {
    if (choice >= this.#stepper.choices(this.#fields, thread)) {
      throw new RangeError(`thread ${thread} has no step ${choice} to take`);
    }
    const step = this.#execute(thread, choice);
    const { violations, fields } = this.#stepper;
    this.#taken.push({ thread, choice, step, violations, fields: fields.slice() });
  }

  /**
   * Lets `thread` go on alone until it stands between steps 1 and 2 of a put, has a choice, has ended, or would turn in a
   * circle, waiting for another; or until something goes wrong. At least one step if it has one. @throws ProgramError
   */
  run(thread: number): void {
    const been = new Set<string>();
    while (this.#stepper.choices(this.#fields, thread) > 0) {
      this.take(thread);
      const { step, violations } = this.#taken.at(-1) as Taken;
      const moves = this.moves(thread);
      const state = this.#fields.join();
      if (violations !== 0 || moves.length !== 1 || been.has(state)) return;
      if (step.half === 1 && moves[0]?.step.half === 2) return;
      been.add(state);
    }
  }

  /** Takes back the last `steps` steps, or as many as there are. */
  back(steps = 1): void {
    this.#taken.length = Math.max(0, this.#taken.length - steps);
  }

  /** Everything that has gone wrong so far; what is wrong at rest once all threads have ended. */
  findings(): Finding[] {
    const at = (violations: number, step: number): Finding[] =>
      properties.filter((property) => (violations >>> bitOf(property)) & 1).map((property) => ({ property, step }));
    const atRest = this.isOver ? this.#system.violationsAtRest(this.#fields) : 0;
    const { length } = this.#taken;
    return [...this.#taken.flatMap(({ violations }, index) => at(violations, index + 1)), ...at(atRest, length)];
  }

  /** Returns the steps so far as a witness of `property`, which replay takes once that is violated. */
  witness(property: Property): Witness {
    return witnessOf(this.#resolved, this.#walk, property, this.schedule);
  }

  get #system(): KernelSystem {
    return this.#walk.system;
  }

  get #fields(): Int32Array {
    return this.#taken.at(-1)?.fields ?? this.#start;
  }

  #execute(thread: number, choice: number): WitnessStep {
    return placed(this.#walk.lineOf, () => witnessStep(this.#walk, this.#stepper, this.#fields, { thread, choice }));
  }

  #wordsIn(fields: Int32Array): NamedWord[] {
    const { automaton, geometry } = this.#system;
    const { words } = automaton;
    const newest = this.#stepper.newestValues(fields);
    return words.words.flatMap(({ address, name }, word) => {
      if (address === undefined) return [];
      const value = words.valueIn(newest, word);
      return [{ location: name, value: name.startsWith('slot') ? slotValue(value, geometry) : value }];
    });
  }
}
