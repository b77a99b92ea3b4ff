// Every thread as one automaton, built as the exploration meets it. A *place* is a thread waiting in its next step; for
// each value that the step can find, the automaton knows what is written and where the thread waits next. Code runs
// once for each pair of place and value, however many states share them; a step in the exploration is a table lookup.
//
// Between two places there may be a chain of *links*: a detector's look at a word, whose value decides how the chain
// goes on, or a report. Links belong to the step before them.

import { ProgramError } from '../program/instructions.js';
import type { Interpreter, Pause, Rest } from '../program/interpreter.js';
import { after, operandsOf } from './access.js';
import { Column, Table } from './int-table.js';
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
  'wordOf' | 'waysOf' | 'next' | 'written' | 'linkWord' | 'linkNext' | 'learn' | 'learnLink'
> & { readonly words: { readonly size: number } };

/** Values of a word that a row has room for at first, as a power of two. */
const FIRST_ROW_SHIFT = 4;

export class Automaton {
  /** Per place: the word of its access, or NO_WORD. */
  readonly wordOf = new Column();
  /** Per place: outcomes of its choice, 1 for an access or a fence, 0 for an end. */
  readonly waysOf = new Column();
  /** Per place and value found: the place (>= 0) or the link (~link) that follows. */
  readonly next = new Table(UNKNOWN, FIRST_ROW_SHIFT);
  /** Per place and value found: the number of the value after the access. */
  readonly written = new Table(0, FIRST_ROW_SHIFT);
  /** Per link: the word that it looks at, or ~kind of a report. */
  readonly linkWord = new Column();
  /** Per link and value seen (a report: 0): what follows. */
  readonly linkNext = new Table(UNKNOWN, FIRST_ROW_SHIFT);

  /** The pause behind each place and each link. Place 0 is the end. */
  readonly #places: Pause[] = [];
  readonly #links: Pause[] = [];
  readonly #known = new Map<string, number>();

  constructor(
    readonly interpreter: Interpreter,
    readonly words: Words,
  ) {
    this.#place({ rest: { frames: [], globals: [] }, instruction: undefined, inputs: [] });
  }

  /** The place in which a thread that runs function `body` begins. */
  begin(body: number, inputs: readonly number[], globals: readonly number[]): number {
    const first = this.#intern(this.interpreter.start(body, inputs, globals));
    if (first < 0) throw new ProgramError('a role looks at shared memory before its first step');
    return first;
  }

  /** Fills in `next` and `written` for `place` finding the value (or making the choice) with `number`. */
  learn(place: number, number: number): void {
    const pause = this.pauseAt(place);
    const { rest, instruction } = pause;
    this.fit(number);
    let yields = number;
    if (instruction?.op === 'access') {
      const word = this.wordOf.at(place);
      const before = this.words.value(word, number);
      const { first, second } = operandsOf(pause);
      const written = this.words.numberOf(word, after(instruction.access, before, first, second));
      yields = instruction.access === 'store' ? 0 : before;
      this.fit(written);
      this.written.set(place, number, written);
    }
    this.next.set(place, number, this.#intern(this.interpreter.resume(rest, yields)));
  }

  /** Fills in `linkNext` for `link` seeing the value with `number` (a report: 0). */
  learnLink(link: number, number: number): void {
    const { rest } = this.linkAt(link);
    const word = this.linkWord.at(link);
    this.fit(number);
    const seen = word < 0 ? 0 : this.words.value(word, number);
    this.linkNext.set(link, number, this.#intern(this.interpreter.resume(rest, seen)));
  }

  /** What a thread in `place` waits in. */
  pauseAt(place: number): Pause {
    const pause = this.#places[place];
    if (!pause) throw new Error(`the automaton has no place ${place}`);
    return pause;
  }

  linkAt(link: number): Pause {
    const pause = this.#links[link];
    if (!pause) throw new Error(`the automaton has no link ${link}`);
    return pause;
  }

  /** Places so far. */
  get size(): number {
    return this.#places.length;
  }

  /** What is known to follow a place (>= 0) or a link (~link): again places and links. */
  followersOf(placeOrLink: number): Set<number> {
    const row = placeOrLink >= 0 ? this.next.row(placeOrLink) : this.linkNext.row(~placeOrLink);
    return new Set(row.filter((entry) => entry !== UNKNOWN));
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
    const place = this.#places.push(pause) - 1;
    const [first = 0] = pause.inputs;
    const op = pause.instruction?.op;
    this.wordOf.push(op === 'access' ? this.words.at(first) : NO_WORD);
    this.waysOf.push(op === undefined || op === 'finish' ? 0 : op === 'choose' ? first : 1);
    this.next.setRows(place + 1);
    this.written.setRows(place + 1);
    if (op === 'choose') this.fit(first);
    return place;
  }

  #link(pause: Pause): number {
    const link = this.#links.push(pause) - 1;
    const [first = 0] = pause.inputs;
    this.linkWord.push(pause.instruction?.op === 'observe' ? this.words.at(first) : ~first);
    this.linkNext.setRows(link + 1);
    return ~link;
  }

  /** Makes the rows wide enough for `number`. */
  fit(number: number): void {
    this.next.setWidth(number + 1);
    this.written.setWidth(number + 1);
    this.linkNext.setWidth(number + 1);
  }
}

function keyOf({ rest, instruction, inputs }: Pause): string {
  // The inputs of an access are no longer among the live registers, but they are part of what the thread is about to do.
  return `${instruction?.op}(${inputs.join()})${keyOfRest(rest)}`;
}

function keyOfRest({ frames, globals }: Rest): string {
  return `${frames.map(({ body, at, registers }) => `${body}.${at}:${registers.join()}`).join('/')};${globals.join()}`;
}
