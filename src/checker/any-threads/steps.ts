// The steps of one thread in a shared part, by the stepper of every check. It is given words and holders that the views may
// stand for, and the thread as the first one; what comes out is a view's again.

import type { Access } from '../../printers/model/instructions.js';
import { GENERATION, REFCOUNT } from '../../runtime/layout.js';
import { ENDED } from '../model/automaton.js';
import type { KernelSystem } from '../model/kernel-model.js';
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
import { basesOf, bigCountsAt, MANY, residuesOf, Undecided, wordsOf } from './count-word.js';
import { countsAlike, requireAlike } from './counts-alike.js';
import { FREE_NOW, LIVE_NOW, passageOf, valuesIn } from './generations.js';
import { type Observed, own } from './ownership.js';

/** So many shares of others, and no more, can make a difference to a step. */
export const MOST_OTHERS = 3;
export const AT_LEAST = MOST_OTHERS + 1;

export interface Steps {
  /**
   * All outcomes of steps of `member` in `shared`, by the shares of all others: 0, 1, 2, MOST_OTHERS or more; and from
   * AT_LEAST on, where they have that or more. Both are numbers. @throws ProgramError
   */
  outcomes(shared: number, member: number): Outcome[][];
  /** Violations of the words of `shared` where every thread is between two rounds. */
  atRest(shared: number): number;
}

export function stepsOf(system: KernelSystem, shared: Parts<Shared>, members: Members): Steps {
  const { automaton, geometry, starts } = system;
  const { interpreter, words } = automaton;
  const stepper = system.newStepper();
  const countWord = words.at(geometry.pagesBase + REFCOUNT);
  const generation = words.at(geometry.pagesBase + GENERATION);
  const holdersWord = words.words.findIndex(({ holdersOf }) => holdersOf);
  const slots = words.words.flatMap(({ name }, word) => (name.startsWith('slot') ? [word] : []));
  const bases = basesOf(system);
  const known = new Set(bases);
  /** By local state: the values that a thread has there. */
  const seen: number[][] = [];
  const follower = countsAlike(interpreter.program, known);
  interpreter.follower = follower;
  return { outcomes, atRest };

  function outcomes(part: number, member: number): Outcome[][] {
    knowBase(shared.at(part).base);
    const found = new Map<string, Outcome>();
    const exactly = Array.from({ length: AT_LEAST }, (_, others) => {
      const all = [...outcomesAmong(part, member, others)].map((outcome) => {
        const key = Object.values(outcome).join();
        if (!found.has(key)) found.set(key, outcome);
        return found.get(key) as Outcome;
      });
      return [...new Set(all)];
    });
    return [...exactly, ...exactly.map((_, from) => [...new Set(exactly.slice(from).flat())])];
  }

  /** Steps that threads have made are not looked at again: no number in them may stand for a count from now on. */
  function knowBase(base: number): void {
    if (known.has(base)) return;
    known.add(base);
    const values = [...follower.operands, ...seen.flat()];
    if (values.some((value) => bigCountsAt(value, [base]).length > 0))
      throw new Undecided('a number that a thread has computed with stands for a count later');
  }

  function* outcomesAmong(part: number, member: number, others: number): Generator<Outcome> {
    const [from, who] = [shared.at(part), members.at(member)];
    if (who.localState === ENDED) yield* starts.map((start) => begin(part, start));
    const { access, inputs } = accessBy(who.localState);
    const expected = access === 'compareExchange' ? inputs[1] : undefined;
    seen[who.localState] ??= [...new Set(valuesIn(automaton.pauseAt(who.localState)))];
    for (const residue of residuesOf(from.residue)) {
      for (const word of wordsOf(from.base, residue + who.share + others, expected, seen[who.localState])) {
        for (let choice = 0; choice < automaton.choicesOf.at(who.localState); choice++) {
          try {
            if (access) requireAlike(access, inputs, word, known);
            yield step({ ...from, residue }, who, { word, others, choice, access });
          } catch (error) {
            if (!(error instanceof Undecided)) throw error;
            yield { shared: part, member, kind: 0, forOthers: 0, violations: 0, undecided: error.message };
          }
        }
      }
    }
  }

  function atRest(part: number): number {
    const { base, residue, numbers } = shared.at(part);
    const valueIn = (count: number, word: number): number =>
      word === countWord ? count : words.value(word, numbers[word] as number);
    return residuesOf(residue)
      .flatMap((amount) => wordsOf(base, amount))
      .reduce((violations, count) => violations | system.violationsOf((word) => valueIn(count, word)), 0);
  }

  /** A thread begins a round. */
  function begin(part: number, localState: number): Outcome {
    const started = { ...BETWEEN_ROUNDS, localState };
    return { shared: part, member: members.numberOf(started), kind: kindOf(started), forOthers: 0, violations: 0 };
  }

  /** The access of the count word at `localState`, if it is one, and its operands. */
  function accessBy(localState: number): { readonly access?: Access; readonly inputs: readonly number[] } {
    const { instruction, inputs } = automaton.pauseAt(localState);
    if (instruction?.op !== 'access' || automaton.wordOf.at(localState) !== countWord) return { inputs };
    return { access: instruction.access, inputs };
  }

  function step(from: Shared, who: Member, { word, others, choice, access }: How): Outcome {
    const fields = Int32Array.from([...from.numbers, ...starts]);
    fields[countWord] = words.numberOf(countWord, word);
    fields[holdersWord] = words.numberOf(holdersWord, from.holders + who.holds);
    fields[words.size] = who.localState;
    stepper.execute(fields, 0, choice);
    const was = (at: number): number => words.valueIn(fields, at);
    const is = (at: number): number => words.valueIn(stepper.fields, at);
    const next = stepper.localState(stepper.fields, 0);
    const passage = passageOf(was(generation), is(generation));
    const { base, residue, holders } = from;
    const { share, holds, owes } = who;
    const owned = { base, residue, holders, share, holds, owes };
    const change = own(owned, {
      ...{ access, before: word, after: is(countWord), bases, others, page: geometry.pagesBase, passage },
      slots: slots.map((slot) => [was(slot), is(slot)] as const),
      ...{ isLive: was(generation) === LIVE_NOW, held: is(holdersWord), ends: next === ENDED },
    });
    const member = {
      localState: passage ? renamed(automaton, next, passage) : next,
      ...{ share: owned.share, holds: owned.holds, owes: owned.owes },
    };
    const numbers = from.numbers.map((_, at) => {
      if (at === countWord || at === holdersWord) return 0;
      if (at !== generation || !passage) return stepper.fields[at] as number;
      return words.numberOf(at, passage === 'claimed' ? LIVE_NOW : FREE_NOW);
    });
    const part = { base: owned.base, residue: Math.min(MANY, owned.residue), holders: owned.holders, numbers };
    return {
      shared: shared.numberOf(part),
      member: members.numberOf(member),
      kind: kindOf(member),
      forOthers: numberOf({ passage, ...change }),
      violations: stepper.violations,
    };
  }
}

type How = Pick<Observed, 'others' | 'access'> & { readonly word: number; readonly choice: number };
