// Every thread as one automaton, built as the exploration meets it. A *place* is a thread waiting in its next step; for
// each value that the step can find, the automaton knows what is written and where the thread waits next. Code runs
// once for each pair of place and value, however many states share them; a step in the exploration is a table lookup.
//
// Between two places there may be a chain of *links*: a detector's look at a word, whose value decides how the chain
// goes on, or a report. Links belong to the step before them.

import { ProgramError } from '../program/instructions.js';
import type { Interpreter, Pause, Rest } from '../program/interpreter.js';
import { after } from './access.js';
import type { Words } from './words.js';

/** A table entry that has not been asked for yet. */
export const UNKNOWN = -2147483648;
/** The place of a thread that has ended. */
export const ENDED = 0;
/** `wordOf` of a choice, a fence or an end: it touches no word. */
export const NO_WORD = -1;

/** What it takes to move threads: an automaton, or a copy of its tables that cannot learn. */
export type Tables = Pick<
  Automaton,
  'wordOf' | 'waysOf' | 'rowShift' | 'next' | 'written' | 'linkWord' | 'linkNext' | 'learn' | 'learnLink'
> & { readonly words: { readonly size: number } };

export class Automaton {
  /** The pause behind each place and each link. Place 0 is the end. */
  readonly places: Pause[] = [];
  readonly links: Pause[] = [];
  /** Per place: the word of its access, or NO_WORD. */
  wordOf = new Int32Array(64);
  /** Per place: outcomes of its choice, 1 for an access or a fence, 0 for an end. */
  waysOf = new Int32Array(64);
  /** Per link: the word that it looks at, or ~kind of a report. */
  linkWord = new Int32Array(64);
  /** Entries per place or link, as a power of two: row of place p starts at p << rowShift. */
  rowShift = 4;
  /** Per place and value found: the place (>= 0) or the link (~link) that follows. */
  next = new Int32Array(64 << 4).fill(UNKNOWN);
  /** Per place and value found: the number of the value after the access. */
  written = new Int32Array(64 << 4);
  /** Per link and value seen (a report: 0): what follows. */
  linkNext = new Int32Array(64 << 4).fill(UNKNOWN);

  /** Table entries that have been filled in. */
  learned = 0;

  readonly #known = new Map<string, number>();

  constructor(
    readonly interpreter: Interpreter,
    readonly words: Words,
  ) {
    this.places.push({ rest: { frames: [], globals: [] }, instruction: undefined, inputs: [] });
    this.wordOf[ENDED] = NO_WORD;
  }

  /** The place in which a thread that runs function `body` begins. */
  begin(body: number, inputs: readonly number[], globals: readonly number[]): number {
    const first = this.#intern(this.interpreter.start(body, inputs, globals));
    if (first < 0) throw new ProgramError('a role looks at shared memory before its first step');
    return first;
  }

  /** Fills in `next` and `written` for `place` finding the value (or making the choice) with `number`. */
  learn(place: number, number: number): void {
    const { rest, instruction, inputs } = this.places[place] as Pause;
    this.learned++;
    this.fit(number);
    let yields = number;
    if (instruction?.op === 'access') {
      const word = this.wordOf[place] as number;
      const before = this.words.value(word, number);
      const changed = after(instruction.access, before, inputs[1] ?? 0, inputs[2] ?? 0);
      yields = instruction.access === 'store' ? 0 : before;
      const writtenNumber = this.words.numberOf(word, changed);
      this.fit(writtenNumber);
      this.written[(place << this.rowShift) | number] = writtenNumber;
    }
    const next = this.#intern(this.interpreter.resume(rest, yields));
    this.next[(place << this.rowShift) | number] = next;
  }

  /** Fills in `linkNext` for `link` seeing the value with `number` (a report: 0). */
  learnLink(link: number, number: number): void {
    const { rest } = this.links[link] as Pause;
    const word = this.linkWord[link] as number;
    this.learned++;
    this.fit(number);
    const next = this.#intern(this.interpreter.resume(rest, word < 0 ? 0 : this.words.value(word, number)));
    this.linkNext[(link << this.rowShift) | number] = next;
  }

  #intern(pause: Pause): number {
    if (!pause.instruction) return ENDED;
    const key = keyOf(pause);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const added =
      pause.instruction.op === 'observe' || pause.instruction.op === 'violation'
        ? this.#link(pause)
        : this.#place(pause);
    this.#known.set(key, added);
    return added;
  }

  #place(pause: Pause): number {
    const place = this.places.push(pause) - 1;
    if (place >= this.wordOf.length) {
      this.wordOf = grown(this.wordOf);
      this.waysOf = grown(this.waysOf);
      this.next = grown(this.next, UNKNOWN);
      this.written = grown(this.written);
    }
    const [first = 0] = pause.inputs;
    const op = pause.instruction?.op;
    this.wordOf[place] = op === 'access' ? this.words.at(first) : NO_WORD;
    this.waysOf[place] = op === 'choose' ? first : op === 'finish' ? 0 : 1;
    if (op === 'choose') this.fit(first);
    return place;
  }

  #link(pause: Pause): number {
    const link = this.links.push(pause) - 1;
    if (link >= this.linkWord.length) {
      this.linkWord = grown(this.linkWord);
      this.linkNext = grown(this.linkNext, UNKNOWN);
    }
    const [first = 0] = pause.inputs;
    this.linkWord[link] = pause.instruction?.op === 'observe' ? this.words.at(first) : ~first;
    return ~link;
  }

  /** Makes the rows wide enough for `number`. */
  fit(number: number): void {
    while (number >= 1 << this.rowShift) {
      this.next = widened(this.next, this.rowShift, UNKNOWN);
      this.written = widened(this.written, this.rowShift, 0);
      this.linkNext = widened(this.linkNext, this.rowShift, UNKNOWN);
      this.rowShift++;
    }
  }
}

function keyOf({ rest, instruction, inputs }: Pause): string {
  // The inputs of an access are no longer among the live registers, but they are part of what the thread is about to do.
  return `${instruction?.op}(${inputs.join()})${keyOfRest(rest)}`;
}

function keyOfRest({ frames, globals }: Rest): string {
  return `${frames.map(({ body, at, registers }) => `${body}.${at}:${registers.join()}`).join('/')};${globals.join()}`;
}

function grown(table: Int32Array, fill = 0): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(table.length * 2);
  larger.set(table);
  if (fill !== 0) larger.fill(fill, table.length);
  return larger;
}

function widened(table: Int32Array, rowShift: number, fill: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(table.length * 2).fill(fill);
  const row = 1 << rowShift;
  for (let from = 0; from < table.length; from += row) wider.set(table.subarray(from, from + row), from * 2);
  return wider;
}
