// Verification of a proof: a set of views is one if it has that of the initial state, if every step leads from views of the
// set to views of the set, and if none violates what was proved. Every successor is computed anew.
//
// To be trusted are: the automaton and its stepper, on which every check rests; what a view is (abstract-state.ts,
// generations.ts, the constants of count-word.ts); the refusals of sources that tell big counts apart (refusals.ts,
// counts-alike.ts); and this file. Not the search, nor its steps. Nor ownership.ts, which says what of the count is whose
// share: any rule would do that looks at nothing but the page and the thread that moves. After each step it is checked that
// base, residue and shares make the word, none of them below 0, and that the holders are as many as the monitor counts.

import { GENERATION, REFCOUNT } from '../../runtime/layout.js';
import { ENDED } from '../model/automaton.js';
import type { KernelSystem } from '../model/kernel-model.js';
import * as views from './abstract-state.js';
import type { Certificate } from './certificate.js';
import { APART, BIG, basesOf, COUNTS, FAR, MANY, RESET } from './count-word.js';
import { countsAlike, requireAlike } from './counts-alike.js';
import { FREE_NOW, LIVE_NOW, passageOf, valuesIn } from './generations.js';
import { type Observed, own } from './ownership.js';

/** Says why a set of views is no proof. */
export class NoProof extends Error {}

const KINDS = Array.from({ length: views.KINDS }, (_, kind) => kind);
/** So many shares of others are this or more. */
const MOST_OTHERS = 3;

/**
 * Verifies that no step violates `proved`, a set of bits, of which `useAfterFree` is one. Yields how many shared parts are
 * done. @throws NoProof, Undecided, ProgramError
 */
export function* verify(
  system: KernelSystem,
  { shared, members, rests }: Certificate,
  { proved, useAfterFree }: Readonly<{ proved: number; useAfterFree: number }>,
): Generator<number, void> {
  const { automaton, geometry, starts } = system;
  const { words } = automaton;
  const stepper = system.newStepper();
  const countWord = words.at(geometry.pagesBase + REFCOUNT);
  const generationWord = words.at(geometry.pagesBase + GENERATION);
  const holdersWord = words.words.findIndex(({ holdersOf }) => holdersOf);
  const slots = [...words.words.keys()].filter((word) => words.nameOf(word).startsWith('slot'));
  const bases = basesOf(system);
  const { interpreter } = automaton;
  const allBases = [...new Set([...bases, ...shared.all.map(({ base }) => base)])];
  interpreter.follower = countsAlike(interpreter.program, allBases);
  const known = new Map<number, readonly views.Outcome[]>();

  requireView(shared.numberOf(views.initialShared(automaton, generationWord, system.resting)), 0, 0, views.NOTHING);
  for (const [part, rows = []] of rests.entries()) {
    const present = [...rows.keys()].filter((member) => rows[member]);
    for (const [index, one] of present.entries()) {
      for (const other of present) if (one <= other) follow(part, one, other, present);
      yield part + index / present.length;
    }
  }

  function restsOf(part: number, one: number, other: number): number {
    return rests[part]?.[one]?.[other] ?? 0;
  }

  function requireView(part: number, one: number, other: number, rest: number): void {
    if (((restsOf(part, one, other) >> rest) & 1) === 0) throw new NoProof('a view is missing that a step leads to');
  }

  function judge(violations: number): void {
    if ((violations & proved) !== 0) throw new NoProof('a step violates what is said to be proved');
  }

  /** Follows each step of two members, and of a third one out of `present`, from their views. */
  function follow(part: number, one: number, other: number, present: readonly number[]): void {
    const own = restsOf(part, one, other);
    if (own === 0) return;
    const [first, second] = [members.at(one), members.at(other)];
    for (const rest of KINDS.filter((kind) => (own >> kind) & 1)) {
      if (one === 0 && other === 0 && rest === views.NOTHING) judgeAtRest(shared.at(part));
      followOne(part, one, other, rest);
      followOne(part, other, one, rest);
    }
    const [firstKind, secondKind] = [views.kindOf(first), views.kindOf(second)];
    for (const third of present) {
      const [withOne, withOther] = [restsOf(part, third, one), restsOf(part, third, other)];
      if (withOne === 0 || withOther === 0) continue;
      const kind = views.kindOf(members.at(third));
      for (const rest of KINDS) {
        const has = (of: number, besides: number): number => of >> views.together(rest, besides);
        if ((has(own, kind) & has(withOne, secondKind) & has(withOther, firstKind) & 1) === 0) continue;
        for (const step of stepsOf(part, third, first.share + second.share, rest)) {
          const [after, before] = [members.affected(one, step.forOthers), members.affected(other, step.forOthers)];
          requireView(step.shared, after, before, views.together(step.kind, views.kindAfter(rest, step.forOthers)));
        }
      }
    }
  }

  function followOne(part: number, mover: number, other: number, rest: number): void {
    const { share, holds } = members.at(other);
    for (const { forOthers, ...step } of stepsOf(part, mover, share, rest)) {
      judge(step.violations | (views.frees(forOthers) && holds > 0 ? useAfterFree : 0));
      requireView(step.shared, step.member, members.affected(other, forOthers), views.kindAfter(rest, forOthers));
    }
  }

  function judgeAtRest({ base, residue, numbers }: views.Shared): void {
    const value = (word: number): number => words.value(word, numbers[word] as number);
    for (const count of classesOf(residue).flatMap((amount) => wordsAt(base, amount)))
      judge(system.violationsOf((word) => (word === countWord ? count : value(word))));
  }

  /** The steps of a member where others have `shares`, and those of `rest` besides. */
  function stepsOf(part: number, member: number, shares: number, rest: number): readonly views.Outcome[] {
    const least = Math.min(MOST_OTHERS, shares + views.sharesOf(rest));
    const most = views.sharesOf(rest) === MANY ? MOST_OTHERS : least;
    const key = (part * 2 ** 16 + member) * 16 + 4 * least + most;
    let found = known.get(key);
    if (!found) {
      const all = [...stepsAmong(part, member, least, most)];
      found = [...new Map(all.map((step) => [JSON.stringify(step), step])).values()];
      known.set(key, found);
    }
    return found;
  }

  function* stepsAmong(part: number, member: number, least: number, most: number): Generator<views.Outcome> {
    const [from, who] = [shared.at(part), members.at(member)];
    if (who.localState === ENDED) for (const localState of starts) yield outcome(part, { ...who, localState }, 0, 0);
    const pause = automaton.pauseAt(who.localState);
    const { instruction, inputs } = pause;
    const isAccess = instruction?.op === 'access' && automaton.wordOf.at(who.localState) === countWord;
    const access = isAccess ? instruction.access : undefined;
    const expected = access === 'compareExchange' ? inputs[1] : undefined;
    for (let others = least; others <= most; others++) {
      for (const residue of classesOf(from.residue)) {
        for (const word of wordsAt(from.base, residue + who.share + others, valuesIn(pause), expected)) {
          if (access) requireAlike(access, inputs, word, allBases);
          for (let choice = 0; choice < automaton.choicesOf.at(who.localState); choice++) {
            yield taken({ ...from, residue }, who, { others, word, choice, access });
          }
        }
      }
    }
  }

  function outcome(part: number, who: views.Member, forOthers: number, violations: number): views.Outcome {
    return { shared: part, member: members.numberOf(who), kind: views.kindOf(who), forOthers, violations };
  }

  /** A step, taken by the stepper, with what everybody owns after it. */
  function taken(from: views.Shared, who: views.Member, how: Taken): views.Outcome {
    const { others, word, access } = how;
    const fields = Int32Array.of(...from.numbers, ...starts);
    fields[countWord] = words.numberOf(countWord, word);
    fields[holdersWord] = words.numberOf(holdersWord, from.holders + who.holds);
    fields[words.size] = who.localState;
    stepper.execute(fields, 0, how.choice);
    const was = (at: number): number => words.valueIn(fields, at);
    const is = (at: number): number => words.valueIn(stepper.fields, at);
    const next = stepper.localState(stepper.fields, 0);
    const passage = passageOf(was(generationWord), is(generationWord));
    const owned = { ...views.BETWEEN_ROUNDS, ...who, base: from.base, residue: from.residue, holders: from.holders };
    const change = own(owned, {
      ...{ access, before: word, after: is(countWord), bases, others, page: geometry.pagesBase, passage },
      slots: slots.map((slot) => [was(slot), is(slot)] as const),
      ...{ isLive: was(generationWord) === LIVE_NOW, held: is(holdersWord), ends: next === ENDED },
    });
    const { base, residue, share, holds, holders, owes } = owned;
    const sum = base + residue + share;
    const grown = sum - from.base - from.residue - who.share;
    const isExact = change.resets ? sum === is(countWord) : ((is(countWord) - word) | 0) === (grown | 0);
    if (!isExact || Math.min(residue, share, holds, holders) < 0 || holds + holders !== is(holdersWord))
      throw new NoProof('the shares do not make the count');
    const numbers = from.numbers.map((_, at) => {
      if (at === countWord || at === holdersWord) return 0;
      if (at !== generationWord || !passage) return stepper.fields[at] as number;
      return words.numberOf(at, passage === 'claimed' ? LIVE_NOW : FREE_NOW);
    });
    const localState = passage ? views.renamed(automaton, next, passage) : next;
    const forOthers = views.numberOf({ passage, ...change });
    const part = shared.numberOf({ base, residue: Math.min(MANY, residue), holders, numbers });
    return outcome(part, { localState, share, holds, owes }, forOthers, stepper.violations);
  }
}

type Taken = Pick<Observed, 'others' | 'access'> & { readonly word: number; readonly choice: number };

/** Residues that one of a view stands for: MANY of 2, of the others that are big, and of those that reach RESET. */
function classesOf(residue: number): number[] {
  return residue < MANY ? [residue] : [2, 3, RESET];
}

/** Words that stand for `base + amount`: itself, or one of its class that is not among `seen`, and `expected`, if that is. */
function wordsAt(base: number, amount: number, seen: readonly number[] = [], expected = base): number[] {
  if (amount < BIG) return [base + amount];
  let usual = amount < RESET ? FAR : RESET + FAR;
  while (seen.some((value) => Math.abs(((value - base - usual) << 2) >> 2) < APART / 2)) usual += APART;
  if (usual % RESET >= FAR + COUNTS * APART)
    throw new NoProof('a thread knows more big counts at once than are told apart');
  const offset = (expected - base) | 0;
  const isIn = offset >= BIG && offset >= RESET === amount >= RESET;
  return (isIn ? [offset, usual] : [usual]).map((one) => (base + one) | 0);
}
