// The witness that a schedule makes: its steps, and its token.

import type { SourceLine } from '../../front-end/places.js';
import type { ResolvedCheck } from '../../requests/check-request.js';
import type { Witness, WitnessNote, WitnessStep } from '../../results/check-result.js';
import { slotValue } from '../../results/slot-value.js';
import { ASSERTION, FIRST_VIOLATION } from '../../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../../runtime/layout.js';
import type { Property } from '../../violations/table.js';
import type { Automaton } from '../model/automaton.js';
import type { KernelSystem } from '../model/kernel-model.js';
import type { Stepper } from '../model/system.js';
import { propertyOf } from '../monitors/property-bits.js';
import { operandsOf, valueAfter } from '../program/access.js';
import type { Pause } from '../program/pause.js';
import { type ScheduleStep, scheduleText, statesAlong } from '../trace/schedule.js';
import type { Geometry } from '../words/geometry.js';
import { field } from '../words/state-vector.js';
import { tokenOf } from './token.js';

/** `digest`: of the sources and the configuration. */
export function witnessOf(
  resolved: ResolvedCheck,
  { digest, ...walk }: Walk & { readonly digest: string },
  property: Property,
  schedule: readonly ScheduleStep[],
): Witness {
  const steps = witnessSteps(walk, schedule);
  return {
    property,
    steps,
    countAccesses: steps.filter(({ location }) => location.startsWith('refcount')).length,
    switches: schedule.filter(({ thread }, index) => index > 0 && thread !== schedule[index - 1]?.thread).length,
    digest,
    schedule: scheduleText(schedule),
    token: tokenOf(resolved, digest, schedule),
  };
}

/** A system whose steps are told, and the lines that they are on. */
export interface Walk {
  readonly system: KernelSystem;
  readonly lineOf: (offset: number) => SourceLine;
}

/** Returns the steps of `schedule` from the initial state. @throws ImpossibleStep */
export function witnessSteps(walk: Walk, schedule: readonly ScheduleStep[]): WitnessStep[] {
  const stepper = walk.system.newStepper();
  const states = statesAlong(walk.system, schedule);
  return schedule.map((step, index) => witnessStep(walk, stepper, states[index] as Int32Array, step));
}

/** Executes a step in the state `fields`, and returns it as a witness has it. The successor is in the stepper. */
export function witnessStep(
  { system, lineOf }: Walk,
  stepper: Stepper,
  fields: Int32Array,
  { thread, choice }: ScheduleStep,
): WitnessStep {
  const { automaton, geometry } = system;
  const localState = stepper.localState(fields, thread);
  const newest = stepper.newestValues(fields);
  stepper.execute(fields, thread, choice);
  const after = stepper.fields.slice();
  const step = stepOf(system, automaton.pauseAt(localState), stepper, newest, lineOf);
  const observed = observedAfter(automaton, newest, stepper.newestValues(after));
  const notes = notesOf(automaton, localState, stepper.valueRead, observed, lineOf);
  return { thread, ...step, notes: notes.map((note) => withIndex(geometry, note)) };
}

function withIndex(geometry: Geometry, note: WitnessNote): WitnessNote {
  return 'page' in note ? { ...note, page: pageIndex(geometry, note.page) } : note;
}

/** The index of a page, or -1 for none. Witnesses contain no addresses, since those differ between engines. */
function pageIndex({ pagesBase, pageBytes }: Geometry, address: number): number {
  return address === 0 ? -1 : (address - pagesBase) / pageBytes;
}

function stepOf(
  { automaton: { words, interpreter }, geometry }: KernelSystem,
  pause: Pause,
  { valueRead, newerWrites, from }: Stepper,
  newest: Int32Array,
  lineOf: (offset: number) => SourceLine,
): Omit<WitnessStep, 'thread' | 'notes'> {
  const { continuation, instruction, inputs } = pause;
  const position = instruction && 'position' in instruction ? instruction.position : 0;
  const { file, line, code } = lineOf(position);
  const where = { source: `${file}:${line}`, code, path: interpreter.callStack(continuation) };
  if (instruction?.op === 'begin') return { operation: 'begin', location: '', before: 0, after: 0, ...where, half: 0 };
  if (instruction?.op !== 'access') {
    const [outcomes = 0] = inputs;
    return { operation: 'choose', location: '', before: outcomes, after: valueRead, ...where, half: 0 };
  }
  const { address, first, second } = operandsOf(pause);
  const word = words.at(address);
  const before = words.value(word, valueRead);
  const changed = words.value(word, words.numberOf(word, valueAfter(instruction.access, before, first, second)));
  const { access, half } = instruction;
  const location = words.nameOf(word);
  const shown = (value: number): number => (location.startsWith('slot') ? slotValue(value, geometry) : value);
  const stale = newerWrites === 0 ? {} : { newer: newerWrites, newest: shown(words.valueIn(newest, word)) };
  const source = from === undefined ? {} : { from };
  return {
    operation: access,
    location,
    before: shown(before),
    after: shown(changed),
    ...stale,
    ...source,
    ...where,
    half,
  };
}

/**
 * Returns the words that detectors observe after an access: those `after` the whole transition, and the holders of pages as
 * they were `before` it, since detector steps change them.
 */
function observedAfter({ words }: Automaton, before: Int32Array, after: Int32Array): Int32Array {
  return after.map((number, word) => (word < words.size && words.pageHeld(word) ? field(before, word) : number));
}

/** The notes of the detector steps after a transition that read `valueRead`. `newest`: see observedAfter(). */
function notesOf(
  automaton: Automaton,
  localState: number,
  valueRead: number,
  newest: Int32Array,
  lineOf: (offset: number) => SourceLine,
): WitnessNote[] {
  const { words } = automaton;
  const valueAt = (address: number): number => words.valueIn(newest, words.at(address));
  const notes: WitnessNote[] = [];
  let next = automaton.successor.at(localState, valueRead);
  while (next < 0) {
    const step = ~next;
    const { continuation, instruction, inputs } = automaton.detectorStepAt(step);
    const [first = 0, page = 0, heldGeneration = 0, believedType = 0] = inputs;
    const own = automaton.monitorStepAt(step);
    if (own?.op === 'freedUnderHolder') {
      const { page: freed, holders } = own;
      notes.push({ kind: 'freedUnderHolder', page: freed, holders, generation: valueAt(freed + GENERATION) - 1 });
    } else if (own?.op === 'touchedFreed') {
      notes.push({ kind: 'touchedFreed', page: own.page, generation: valueAt(own.page + GENERATION) });
    } else if (instruction?.op === 'trap') {
      const { file, line } = lineOf(instruction.place.position);
      const { message, place } = instruction;
      notes.push({ kind: 'trap', function: place.function, message, source: `${file}:${line}` });
    } else if (instruction?.op === 'violation' && first === ASSERTION) {
      const { file, line, code } = lineOf(instruction.position);
      const { condition = code } = instruction;
      notes.push({ kind: 'assertion', number: heldGeneration, source: `${file}:${line}`, condition });
    } else if (instruction?.op === 'violation') {
      notes.push({
        kind: 'violation',
        property: propertyOf(first - FIRST_VIOLATION),
        page,
        heldGeneration,
        believedType,
        generation: valueAt(page + GENERATION),
        type: valueAt(page + TYPE),
        word: valueAt(page + REFCOUNT),
      });
    } else if (automaton.interpreter.callStack(continuation).at(-1) === 'heldGeneration') {
      notes.push({ kind: 'holds', page: first - GENERATION, generation: valueAt(first) });
    }
    const word = automaton.detectorWord.at(step);
    const number = word < 0 ? 0 : field(newest, word);
    next = automaton.detectorSuccessor.at(step, number);
    if (word >= 0) newest[word] = automaton.detectorWritten.at(step, number);
  }
  return notes;
}
