// The steps of one thread in a shared part, by the stepper of every check. It is given words and holders that the views may
// stand for, and the thread as the first one; what comes out is a view's again.

import { GENERATION, REFCOUNT } from '../../runtime/layout.js';
import { ENDED } from '../model/automaton.js';
import type { KernelSystem } from '../model/kernel-model.js';
import type { Stepper } from '../model/system.js';
import {
  BETWEEN_ROUNDS,
  kindOf,
  type Member,
  type Members,
  numberOf,
  type Outcome,
  type Parts,
  renamed,
  type Shared,
} from './abstract-state.js';
import { basesOf, MANY, residuesOf, Undecided, wordsOf } from './count-word.js';
import { countsAlike } from './counts-alike.js';
import { FREE_NOW, LIVE_NOW, passageOf } from './generations.js';
import { own } from './ownership.js';

/** So many shares of others, and no more, can make a difference to a step. */
export const MOST_OTHERS = 3;
export const AT_LEAST = MOST_OTHERS + 1;

export class Steps {
  readonly #stepper: Stepper;
  readonly #countWord: number;
  readonly #generation: number;
  readonly #slots: readonly number[];
  readonly #holders: number;
  readonly #bases: readonly number[];
  /** Those, and others that threads have stored. */
  readonly #known: Set<number>;

  constructor(
    private readonly system: KernelSystem,
    private readonly shared: Parts<Shared>,
    private readonly members: Members,
  ) {
    const { automaton, geometry } = system;
    const { words } = automaton;
    this.#stepper = system.newStepper();
    this.#countWord = words.at(geometry.pagesBase + REFCOUNT);
    this.#generation = words.at(geometry.pagesBase + GENERATION);
    this.#slots = words.words.flatMap(({ name }, word) => (name.startsWith('slot') ? [word] : []));
    this.#holders = words.words.findIndex(({ holdersOf }) => holdersOf);
    this.#bases = basesOf(system);
    this.#known = new Set(this.#bases);
    automaton.interpreter.follower = countsAlike(automaton.interpreter.program, this.#known);
  }

  /**
   * All outcomes of steps of `member` in `shared`, by the shares of all others: 0, 1, 2, MOST_OTHERS or more; and from
   * AT_LEAST on, where they have that or more. Both are numbers. @throws ProgramError
   */
  outcomes(shared: number, member: number): Outcome[][] {
    const known = new Map<string, Outcome>();
    const exactly = Array.from({ length: AT_LEAST }, (_, others) => {
      const outcomes = [...this.#outcomes(shared, member, others)].map((outcome) => {
        const key = Object.values(outcome).join();
        if (!known.has(key)) known.set(key, outcome);
        return known.get(key) as Outcome;
      });
      return [...new Set(outcomes)];
    });
    return [...exactly, ...exactly.map((_, from) => [...new Set(exactly.slice(from).flat())])];
  }

  *#outcomes(shared: number, member: number, others: number): Generator<Outcome> {
    const who = this.members.at(member);
    const { automaton, starts } = this.system;
    if (who.localState === ENDED) yield* starts.map((start) => this.#begin(shared, start));
    const from = this.shared.at(shared);
    this.#known.add(from.base);
    for (const residue of residuesOf(from.residue)) {
      for (const word of wordsOf(from.base, residue + who.share + others, this.#accessBy(who.localState).expected)) {
        for (let choice = 0; choice < automaton.choicesOf.at(who.localState); choice++) {
          try {
            yield this.#step({ ...from, residue }, who, word, others, choice);
          } catch (error) {
            if (!(error instanceof Undecided)) throw error;
            yield { shared, member, kind: 0, forOthers: 0, violations: 0, undecided: error.message };
          }
        }
      }
    }
  }

  /** Violations of the words of `shared` where every thread is between two rounds. */
  atRest(shared: number): number {
    const { base, residue, numbers } = this.shared.at(shared);
    const { automaton, violationsOf } = this.system;
    const valueIn = (count: number, word: number): number =>
      word === this.#countWord ? count : automaton.words.value(word, numbers[word] as number);
    return residuesOf(residue)
      .flatMap((amount) => wordsOf(base, amount))
      .reduce((violations, count) => violations | violationsOf((word) => valueIn(count, word)), 0);
  }

  /** A thread begins a round. */
  #begin(shared: number, localState: number): Outcome {
    const started = { ...BETWEEN_ROUNDS, localState };
    const member = this.members.numberOf(started);
    return { shared, member, kind: kindOf(started), forOthers: 0, violations: 0 };
  }

  /** The access of the count word at `localState`, if it is one, and the word that a compare-and-swap expects. */
  #accessBy(localState: number) {
    const { automaton } = this.system;
    const { instruction, inputs } = automaton.pauseAt(localState);
    if (instruction?.op !== 'access' || automaton.wordOf.at(localState) !== this.#countWord) return {};
    const { access } = instruction;
    return { access, expected: access === 'compareExchange' ? inputs[1] : undefined };
  }

  #step(from: Shared, who: Member, word: number, others: number, choice: number): Outcome {
    const { automaton, geometry, starts } = this.system;
    const { words } = automaton;
    const stepper = this.#stepper;
    const fields = Int32Array.from([...from.numbers, ...starts]);
    fields[this.#countWord] = words.numberOf(this.#countWord, word);
    fields[this.#holders] = words.numberOf(this.#holders, from.holders + who.holds);
    fields[words.size] = who.localState;
    stepper.execute(fields, 0, choice);
    const after = stepper.fields;
    const next = stepper.localState(after, 0);
    const passage = passageOf(words.valueIn(fields, this.#generation), words.valueIn(after, this.#generation));
    const { base, residue, holders } = from;
    const { share, holds, owes } = who;
    const owned = { base, residue, holders, share, holds, owes };
    const change = own(owned, {
      access: this.#accessBy(who.localState).access,
      ...{ before: word, after: words.valueIn(after, this.#countWord), bases: this.#bases, others },
      slots: this.#slots.map((slot) => [words.valueIn(fields, slot), words.valueIn(after, slot)]),
      ...{ page: geometry.pagesBase, isLive: words.valueIn(fields, this.#generation) === LIVE_NOW, passage },
      ...{ held: words.valueIn(after, this.#holders), ends: next === ENDED },
    });
    const member = {
      localState: passage ? renamed(automaton, next, passage) : next,
      ...{ share: owned.share, holds: owned.holds, owes: owned.owes },
    };
    return {
      shared: this.shared.numberOf({
        ...{ base: owned.base, residue: Math.min(MANY, owned.residue), holders: owned.holders },
        numbers: from.numbers.map((_, number) => this.#numberAfter(after, number, passage)),
      }),
      member: this.members.numberOf(member),
      kind: kindOf(member),
      forOthers: numberOf({ passage, ...change }),
      violations: stepper.violations,
    };
  }

  /** The number of the value of `word` in a shared part. */
  #numberAfter(after: Int32Array, word: number, passage: ReturnType<typeof passageOf>): number {
    if (word === this.#countWord || word === this.#holders) return 0;
    if (word !== this.#generation || !passage) return after[word] as number;
    return this.system.automaton.words.numberOf(word, passage === 'claimed' ? LIVE_NOW : FREE_NOW);
  }
}
