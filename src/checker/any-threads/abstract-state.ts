// The parts of views, each known by a number. The shared part is the words, with the count word split (count-word.ts) and
// the holders that no thread is. A *member* is a thread: its local state, its share of the count word, and the references
// that it holds. A thread between two rounds is the member 0: any number of threads is that many of them.
//
// A thread *owes* something if the page is its own to initialise or to free, because it has claimed the page from the
// allocator, or taken the last reference off its count; or if it has locked a slot. Of a page that is leaked nobody owes
// anything, and nobody has a share of its count.
//
// Of a third thread a view has the *kind* alone: a share of 0, 1 or MANY, and whether it owes something. All others
// together are a kind as well, the *rest* of the view.

import { type Automaton, ENDED } from '../model/automaton.js';
import { MANY } from './count-word.js';
import { FREE_NOW, type Passage, renamedPause } from './generations.js';

export interface Shared {
  readonly base: number;
  /** See count-word.ts. */
  readonly residue: number;
  /** References that are held by the index, or by threads that ended. */
  readonly holders: number;
  /** The number of each word's value, but for the count word and the holders. */
  readonly numbers: readonly number[];
}

export interface Member {
  readonly localState: number;
  readonly share: number;
  readonly holds: number;
  /** A set of bits: PAGE, LOCK. */
  readonly owes: number;
}

export const PAGE = 1;
export const LOCK = 2;

/** A thread between two rounds. */
export const BETWEEN_ROUNDS: Member = { localState: ENDED, share: 0, holds: 0, owes: 0 };

/** The kind of a thread that has no share and owes nothing. */
export const NOTHING = 0;
export const KINDS = 2 * (MANY + 1);

export function kindOf({ share, owes }: Member): number {
  return 2 * Math.min(MANY, share) + (owes === 0 ? 0 : 1);
}

/** The shares of a kind, of which MANY are that or more. */
export function sharesOf(kind: number): number {
  return kind >> 1;
}

/** The kind of `one` and `other` together. */
export function together(one: number, other: number): number {
  return 2 * Math.min(MANY, sharesOf(one) + sharesOf(other)) + ((one | other) & 1);
}

/** Consequences of a thread's step for all others. */
export interface ForOthers {
  /** They hold nothing any more: the page passed to another owner, or to none. */
  readonly passage: Passage | undefined;
  /** Their shares are gone. */
  readonly resets: boolean;
  /** They owe nothing any more: that is up to this thread alone, or the page has begun another life. */
  readonly settles: boolean;
}

/** An outcome of a step. */
export interface Outcome {
  readonly shared: number;
  readonly member: number;
  /** Of the member. */
  readonly kind: number;
  /** Number of what it means for all others: see numberOf(). */
  readonly forOthers: number;
  /** A set of bits, see property-bits.ts. */
  readonly violations: number;
  /** The reason why nobody can tell what comes of the step. */
  readonly undecided?: string;
}

const PASSAGES = [undefined, 'claimed', 'freed'] as const;
const RESETS = 4;
const SETTLES = 8;

/** The number of `forOthers`; 0 where the step means nothing. */
export function numberOf({ passage, resets, settles }: ForOthers): number {
  return PASSAGES.indexOf(passage) + (resets ? RESETS : 0) + (settles ? SETTLES : 0);
}

/** Tells whether the page was freed: a violation if another one holds it. */
export function frees(forOthers: number): boolean {
  return PASSAGES[forOthers & 3] === 'freed';
}

/** The kind of threads of the kind `kind` after a step of another one. */
export function kindAfter(kind: number, forOthers: number): number {
  return ((forOthers & RESETS) !== 0 ? kind & 1 : kind) & ((forOthers & SETTLES) !== 0 ? ~1 : ~0);
}

/** Bytes of a part on V8's heap. An estimate, rounded up. */
const PART_BYTES = 400;

/** A list of parts, in which equal ones are one: those that list the same values in the same order. */
export class Parts<Part extends object> {
  readonly #numbers = new Map<string, number>();
  readonly #parts: Part[] = [];

  get size(): number {
    return this.#parts.length;
  }

  /** By number. */
  get all(): readonly Part[] {
    return this.#parts;
  }

  get bytes(): number {
    return PART_BYTES * this.#parts.length;
  }

  at(number: number): Part {
    return this.#parts[number] as Part;
  }

  numberOf(part: Part): number {
    const key = Object.values(part).join(';');
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#parts.push(part) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}

/** Members, and what becomes of them by steps of others. */
export class Members extends Parts<Member> {
  readonly #affected: number[][] = [];

  constructor(private readonly automaton: Automaton) {
    super();
    this.numberOf(BETWEEN_ROUNDS);
  }

  /** The member that `member` is after a step of another one. `forOthers`: its number. */
  affected(member: number, forOthers: number): number {
    if (forOthers === 0) return member;
    this.#affected[forOthers] ??= [];
    const affected = this.#affected[forOthers];
    let after = affected[member];
    if (after === undefined) {
      const { localState, share, holds, owes } = this.at(member);
      const passage = PASSAGES[forOthers & 3];
      after = this.numberOf({
        localState: passage ? renamed(this.automaton, localState, passage) : localState,
        share: forOthers & RESETS ? 0 : share,
        holds: passage ? 0 : holds,
        owes: forOthers & SETTLES ? 0 : owes,
      });
      affected[member] = after;
    }
    return after;
  }
}

/** The local state `localState` after `passage`. @throws Undecided */
export function renamed(automaton: Automaton, localState: number, passage: Passage): number {
  const pause = automaton.pauseAt(localState);
  const after = renamedPause(pause, passage, automaton.interpreter.program);
  return after === pause ? localState : automaton.localStateOf(after);
}

/** The shared part at the beginning, where the page is free. */
export function initialShared({ words }: Automaton, generation: number, resting: number): Shared {
  const numbers = words.words.map((_, word) => (word === generation ? words.numberOf(word, FREE_NOW) : 0));
  return { base: resting, residue: 0, holders: 0, numbers };
}
