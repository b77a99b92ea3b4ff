// The parts of views, each known by a number. The shared part is the words, with the count word split (count-word.ts) and
// the holders that no thread is. A *member* is a thread: its local state, its share of the count word, and the references
// that it holds. A thread between two rounds is the member 0: any number of threads is that many of them.

import { type Automaton, ENDED } from '../model/automaton.js';
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
}

/** Consequences of a thread's step for all others. */
export interface ForOthers {
  readonly passage: Passage | undefined;
  /** Their shares are gone. */
  readonly resets: boolean;
  /** They hold nothing any more: the page passed to another owner, or to none. */
  readonly forgets: boolean;
}

const PASSAGES = [undefined, 'claimed', 'freed'] as const;

/** The number of `forOthers`; 0 where the step means nothing. */
export function numberOf({ passage, resets, forgets }: ForOthers): number {
  return PASSAGES.indexOf(passage) + (resets ? 4 : 0) + (forgets ? 8 : 0);
}

/** Bytes of a part on V8's heap. An estimate, rounded up. */
const PART_BYTES = 400;

/** A list of parts, in which equal ones are one. */
export class Parts<Part> {
  readonly #numbers = new Map<string, number>();
  readonly #parts: Part[] = [];

  constructor(private readonly keyOf: (part: Part) => string) {}

  get size(): number {
    return this.#parts.length;
  }

  get bytes(): number {
    return PART_BYTES * this.#parts.length;
  }

  at(number: number): Part {
    return this.#parts[number] as Part;
  }

  numberOf(part: Part): number {
    const key = this.keyOf(part);
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
  readonly #affected = new Map<number, number>();

  constructor(private readonly automaton: Automaton) {
    super(({ localState, share, holds }) => `${localState},${share},${holds}`);
    this.numberOf({ localState: ENDED, share: 0, holds: 0 });
  }

  /** The member that `member` is after a step of another one. `forOthers`: its number. */
  affected(member: number, forOthers: number): number {
    if (forOthers === 0) return member;
    const key = member * 16 + forOthers;
    let after = this.#affected.get(key);
    if (after === undefined) {
      const { localState, share, holds } = this.at(member);
      const passage = PASSAGES[forOthers & 3];
      after = this.numberOf({
        localState: passage ? renamed(this.automaton, localState, passage) : localState,
        share: forOthers & 4 ? 0 : share,
        holds: forOthers & 8 ? 0 : holds,
      });
      this.#affected.set(key, after);
    }
    return after;
  }
}

/** The local state `localState` after `passage`. */
export function renamed(automaton: Automaton, localState: number, passage: Passage): number {
  const pause = automaton.pauseAt(localState);
  const after = renamedPause(pause, passage);
  return after === pause ? localState : automaton.localStateOf(after);
}

/** The shared parts. `automaton`: with the words of the one page. */
export function newSharedParts(): Parts<Shared> {
  return new Parts(({ base, residue, holders, numbers }) => `${base},${residue},${holders},${numbers.join()}`);
}

/** The shared part at the beginning, where the page is free. */
export function initialShared({ words }: Automaton, generation: number, resting: number): Shared {
  const numbers = words.words.map((_, word) => (word === generation ? words.numberOf(word, FREE_NOW) : 0));
  return { base: resting, residue: 0, holders: 0, numbers };
}
