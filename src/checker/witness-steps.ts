// A schedule told step by step: who did what to which word, where in the source, and what the detectors saw.

import type { WitnessNote, WitnessStep } from '../results/check-result.js';
import { FIRST_VIOLATION } from '../runtime/counters.js';
import { GENERATION, REFCOUNT, TYPE } from '../runtime/layout.js';
import type { Move } from './explore/shortest.js';
import { operandsOf, valueAfter } from './machine/access.js';
import type { Automaton } from './machine/automaton.js';
import type { Geometry } from './machine/geometry.js';
import type { Model } from './machine/model.js';
import { field } from './machine/state-vector.js';
import type { Stepper } from './machine/system.js';
import type { Pause } from './program/interpreter.js';
import { propertyOf } from './properties.js';
import type { SourceLine } from './source-lines.js';

/** Runs `schedule` from the start of `model`. */
export function witnessSteps(
  model: Model,
  schedule: readonly Move[],
  lineOf: (offset: number) => SourceLine,
): WitnessStep[] {
  const { automaton, geometry } = model;
  const mover = model.newStepper();
  let fields = model.initial(model.starts);
  return schedule.map(({ thread, way }) => {
    const place = mover.localState(fields, thread);
    const newest = mover.newestValues(fields);
    mover.execute(fields, thread, way);
    fields = mover.fields.slice();
    const step = stepOf(model, automaton.pauseAt(place), mover, newest, lineOf);
    const notes = notesOf(automaton, place, mover.valueRead, mover.newestValues(fields));
    return { thread, ...step, notes: notes.map((note) => ({ ...note, page: pageIndex(geometry, note.page) })) };
  });
}

/** Pages are told by their index, since their addresses differ between engines; -1 stands for none. */
function pageIndex({ pagesBase, pageBytes }: Geometry, address: number): number {
  return address === 0 ? -1 : (address - pagesBase) / pageBytes;
}

function stepOf(
  { automaton: { words, interpreter }, geometry }: Model,
  pause: Pause,
  { valueRead, newerWrites: newer }: Stepper,
  newest: Int32Array,
  lineOf: (offset: number) => SourceLine,
): Omit<WitnessStep, 'thread' | 'notes'> {
  const { continuation, instruction, inputs } = pause;
  const position = instruction && 'position' in instruction ? instruction.position : 0;
  const { file, line, code } = lineOf(position);
  const where = { source: `${file}:${line}`, code, path: interpreter.callStack(continuation) };
  if (instruction?.op !== 'access') {
    const [outcomes = 0] = inputs;
    return { operation: 'choose', location: '', before: outcomes, after: valueRead, half: 0, ...where };
  }
  const { address, first, second } = operandsOf(pause);
  const word = words.at(address);
  const before = words.value(word, valueRead);
  const changed = words.value(word, words.numberOf(word, valueAfter(instruction.access, before, first, second)));
  const { access, half } = instruction;
  const location = words.nameOf(word);
  const shown = (value: number): number => (location.startsWith('slot') ? pageIndex(geometry, value) : value);
  const stale = newer === 0 ? {} : { newer, newest: shown(words.valueIn(newest, word)) };
  return { operation: access, location, before: shown(before), after: shown(changed), ...stale, half, ...where };
}

/** What the links behind a step that found `found` saw, when the words were `newest`. */
function notesOf(automaton: Automaton, place: number, found: number, newest: Int32Array): WitnessNote[] {
  const { words } = automaton;
  const valueAt = (address: number): number => words.valueIn(newest, words.at(address));
  const notes: WitnessNote[] = [];
  let next = automaton.successor.at(place, found);
  while (next < 0) {
    const link = ~next;
    const { continuation, instruction, inputs } = automaton.detectorStepAt(link);
    const [first = 0, page = 0, heldGeneration = 0, believedType = 0] = inputs;
    if (instruction?.op === 'violation') {
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
    const seen = automaton.detectorWord.at(link);
    next = automaton.detectorSuccessor.at(link, seen < 0 ? 0 : field(newest, seen));
  }
  return notes;
}
