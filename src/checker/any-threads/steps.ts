// The steps of one thread in a shared part, by the tables of the automaton. The same as SequentialStepper of memory/sc/sc.ts,
// but for the count word, whose value is one of its candidates, the generation, and who holds the page.

import { FIRST_VIOLATION, USE_AFTER_FREE } from '../../runtime/counters.js';
import { GENERATION, REFCOUNT } from '../../runtime/layout.js';
import { type Automaton, ENDED, UNKNOWN } from '../model/automaton.js';
import type { KernelModel } from '../model/kernel-model.js';
import type { HolderChange } from '../program/holding.js';
import {
  BETWEEN_ROUNDS,
  kindOf,
  LOCK,
  type Members,
  numberOf,
  PAGE,
  type Parts,
  renamed,
  type Shared,
} from './abstract-state.js';
import { changeCount, MANY, MOST_SHARES, residuesOf, takeFrom, Undecided, wordsOf } from './count-word.js';
import { FREE_NOW, LIVE_NOW, type Passage } from './generations.js';

/** As a set of bits: the page was freed under somebody who holds it. */
export const FREED_UNDER_HOLDER = 1 << (USE_AFTER_FREE - FIRST_VIOLATION);

/** An outcome of a step. */
export interface Outcome {
  readonly shared: number;
  readonly member: number;
  /** Of the member. */
  readonly kind: number;
  /** Number of what it means for all others: see abstract-state.ts. */
  readonly forOthers: number;
  /** A set of bits, see property-bits.ts. */
  readonly violations: number;
  /** The page was freed: a violation if another one holds it. */
  readonly frees: boolean;
}

/** A thread on its way from one local state to the next. */
interface Walk {
  base: number;
  residue: number;
  readonly numbers: number[];
  /** The count word itself. */
  word: number;
  share: number;
  holds: number;
  owes: number;
  holders: number;
  /** Shares of others: 3 are that or more. */
  readonly others: number;
  resets: boolean;
  forgets: boolean;
  settles: boolean;
  passage: Passage | undefined;
  violations: number;
  frees: boolean;
}

/** The words of a page that counts nobody: of what is stored, they are the bases of count-word.ts. */
export function basesOf({ resting }: Pick<KernelModel, 'resting'>): number[] {
  return [...new Set([resting, 0, -(2 ** 31)])];
}

export class Steps {
  readonly #automaton: Automaton;
  readonly #page: number;
  readonly #countWord: number;
  readonly #generation: number;
  readonly #slots: readonly number[];
  readonly #bases: readonly number[];
  /** The first local states of the roles. */
  readonly #starts: readonly number[];
  readonly #violationsOf: KernelModel['violationsOf'];

  constructor(
    { automaton, geometry, resting, starts, violationsOf }: KernelModel,
    private readonly shared: Parts<Shared>,
    private readonly members: Members,
  ) {
    const { words } = automaton;
    this.#automaton = automaton;
    this.#page = geometry.pagesBase;
    this.#countWord = words.at(geometry.pagesBase + REFCOUNT);
    this.#generation = words.at(geometry.pagesBase + GENERATION);
    this.#slots = words.words.flatMap(({ name }, word) => (name.startsWith('slot') ? [word] : []));
    this.#bases = basesOf({ resting });
    this.#starts = [...new Set(starts)];
    this.#violationsOf = violationsOf;
  }

  /**
   * All outcomes of steps of `member` in `shared`, where all others have `others` shares (3: 3 or more). Both are numbers.
   * @throws Undecided, ProgramError
   */
  outcomes(shared: number, member: number, others: number): Outcome[] {
    const { localState, ...has } = this.members.at(member);
    if (localState === ENDED) return this.#starts.map((start) => this.#begin(shared, start));
    const found = new Map<string, Outcome>();
    const state = this.shared.at(shared);
    for (const residue of residuesOf(state.residue)) {
      for (const word of wordsOf(state.base, residue + has.share + others, this.#expectedBy(localState))) {
        for (let choice = 0; choice < this.#automaton.choicesOf.at(localState); choice++) {
          const outcome = this.#walk(localState, { ...state, residue, ...has, word, others }, choice);
          found.set(Object.values(outcome).join(), outcome);
        }
      }
    }
    return [...found.values()];
  }

  /** Violations of the words of `shared` where every thread is between two rounds. */
  atRest(shared: number): number {
    const { base, residue, numbers } = this.shared.at(shared);
    const valueIn = (count: number, word: number): number =>
      word === this.#countWord ? count : this.#automaton.words.value(word, numbers[word] as number);
    return residuesOf(residue)
      .flatMap((amount) => wordsOf(base, amount))
      .reduce((violations, count) => violations | this.#violationsOf((word) => valueIn(count, word)), 0);
  }

  /** A thread begins a round. */
  #begin(shared: number, localState: number): Outcome {
    const started = { ...BETWEEN_ROUNDS, localState };
    const member = this.members.numberOf(started);
    return { shared, member, kind: kindOf(started), forOthers: 0, violations: 0, frees: false };
  }

  /** The word that a compare-and-swap of the count word expects. */
  #expectedBy(localState: number): number | undefined {
    if (this.#automaton.wordOf.at(localState) !== this.#countWord) return undefined;
    const { instruction, inputs } = this.#automaton.pauseAt(localState);
    return instruction?.op === 'access' && instruction.access === 'compareExchange' ? inputs[1] : undefined;
  }

  #walk(
    localState: number,
    from: Shared & Pick<Walk, 'share' | 'holds' | 'owes' | 'word' | 'others'>,
    choice: number,
  ): Outcome {
    const walk: Walk = {
      ...{ ...from, numbers: [...from.numbers] },
      ...{ resets: false, forgets: false, settles: false, passage: undefined, violations: 0, frees: false },
    };
    const automaton = this.#automaton;
    const accessed = automaton.wordOf.at(localState);
    const number = accessed < 0 ? choice : this.#numberIn(walk, accessed);
    if (automaton.successor.at(localState, number) === UNKNOWN) automaton.computeTransition(localState, number);
    let next = automaton.successor.at(localState, number);
    if (accessed >= 0) this.#write(walk, localState, accessed, number);
    while (next < 0) next = this.#monitored(walk, ~next);
    if (next === ENDED) this.#end(walk);
    const { base, residue, holders, numbers, violations, frees, share, holds, owes, passage } = walk;
    const member = { localState: passage ? renamed(automaton, next, passage) : next, share, holds, owes };
    return {
      shared: this.shared.numberOf({ base, residue: Math.min(MANY, residue), holders, numbers }),
      member: this.members.numberOf(member),
      kind: kindOf(member),
      forOthers: numberOf(walk),
      violations,
      frees,
    };
  }

  /** The number of the value of `word`. */
  #numberIn({ word: value, numbers }: Walk, word: number): number {
    return word === this.#countWord ? this.#automaton.words.numberOf(word, value) : (numbers[word] as number);
  }

  /** Writes what the access of `localState` leaves in `word`, whose value had `number`. */
  #write(walk: Walk, localState: number, word: number, number: number): void {
    const { words, written } = this.#automaton;
    const after = words.value(word, written.at(localState, number));
    const before = words.value(word, number);
    if (word === this.#countWord) this.#writeCount(walk, localState, before, after);
    else if (before === after) return;
    else if (word === this.#generation) this.#pass(walk, before, after);
    else {
      walk.numbers[word] = words.numberOf(word, after);
      if (!this.#slots.includes(word)) return;
      if (after !== 0 && after !== this.#page) walk.owes |= LOCK;
      else if (before !== 0 && before !== this.#page) walk.owes &= ~LOCK;
      if ((before === 0) !== (after === 0)) this.#index(walk, after !== 0);
    }
  }

  #writeCount(walk: Walk, localState: number, before: number, after: number): void {
    const { instruction } = this.#automaton.pauseAt(localState);
    if (instruction?.op !== 'access') return;
    const { access } = instruction;
    const { base, share } = walk;
    const how = { access, before, after, share, bases: this.#bases, indexed: this.#indexed(walk) };
    const change = changeCount(walk, how);
    if (!change) return;
    Object.assign(walk, change);
    walk.word = after;
    if (walk.base !== base) walk.settles = true;
    const isLast = change.resets ? walk.settles : walk.residue === 0 && walk.others === 0;
    if (walk.share > 0) walk.owes &= ~PAGE;
    else if (this.#isLive(walk) && isLast) walk.owes |= PAGE;
  }

  #isLive({ numbers }: Walk): boolean {
    return this.#automaton.words.value(this.#generation, numbers[this.#generation] as number) === LIVE_NOW;
  }

  /** The page leaves the allocator, or returns. */
  #pass(walk: Walk, before: number, after: number): void {
    if (after !== before + 1) throw new Undecided('a generation changes by more than 1');
    walk.passage = before === FREE_NOW ? 'claimed' : 'freed';
    walk.owes = walk.passage === 'claimed' ? walk.owes | PAGE : walk.owes & ~PAGE;
    const now = before === FREE_NOW ? LIVE_NOW : FREE_NOW;
    walk.numbers[this.#generation] = this.#automaton.words.numberOf(this.#generation, now);
  }

  /** The page goes into a slot, which takes a reference of the thread, or leaves it. */
  #index(walk: Walk, filled: boolean): void {
    if (filled && walk.share > 0) {
      walk.share--;
      walk.residue++;
    } else if (!filled && walk.residue > 0) {
      takeFrom(walk, 1);
      walk.share++;
    }
    if (filled ? walk.holds > 0 : walk.holders > 0) {
      walk.holds += filled ? -1 : 1;
      walk.holders += filled ? 1 : -1;
    }
  }

  #indexed({ numbers }: Walk): number {
    return this.#slots.filter((slot) => this.#automaton.words.value(slot, numbers[slot] as number) !== 0).length;
  }

  /** Runs a detector step. Returns the entry that follows. */
  #monitored(walk: Walk, step: number): number {
    const automaton = this.#automaton;
    const monitor = automaton.monitorStepAt(step);
    if (monitor?.op === 'holders') {
      this.#changeHolders(walk, monitor.change);
      return monitor.next;
    }
    const word = automaton.detectorWord.at(step);
    if (word < 0) walk.violations |= 1 << (~word - FIRST_VIOLATION);
    const number = word < 0 ? 0 : this.#numberIn(walk, word);
    if (automaton.detectorSuccessor.at(step, number) === UNKNOWN) automaton.computeDetectorStep(step, number);
    return automaton.detectorSuccessor.at(step, number);
  }

  /** As monitors/holders.ts does, for who holds the page and not for how many do: somebody holds it if one of them does. */
  #changeHolders(walk: Walk, change: HolderChange['change']): void {
    if (change === 'unknown') throw new Undecided('a role writes the count word itself');
    if (typeof change === 'string') {
      walk.frees = change === 'freed';
      if (walk.frees && walk.holds + walk.holders > 0) walk.violations |= FREED_UNDER_HOLDER;
      walk.forgets = true;
      walk.settles = true;
      walk.holds = change === 'claimed' ? 1 : 0;
      walk.holders = 0;
      return;
    }
    walk.holds += change;
    if (walk.holds < 0) {
      walk.holders = Math.max(0, walk.holders + walk.holds);
      walk.holds = 0;
    } else if (walk.holds > 1 && walk.holders === 0 && this.#indexed(walk) > 0) {
      walk.holds--;
      walk.holders++;
    }
    if (walk.holds > MOST_SHARES) throw new Undecided(`a thread holds more than ${MOST_SHARES} references`);
  }

  /** The thread ends, and is one between two rounds. What it has is nobody's from here on. */
  #end(walk: Walk): void {
    walk.residue += walk.share;
    walk.holders += walk.holds;
    walk.share = 0;
    walk.holds = 0;
    walk.owes = 0;
    if (walk.holders > MOST_SHARES) throw new Undecided('threads end with ever more references');
  }
}
