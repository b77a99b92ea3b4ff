// View abstraction (Abdulla, Haziza, Holik, All for the Price of Few, VMCAI 2013) with two threads for each view. A *view*
// is what two threads see of a state of any number of threads: the shared part, their own local states, and the *rest*,
// which is the kind of all others together, chiefly their share of the count word: 0, 1 or MANY. The set of views that is
// computed here holds every view of every state that any number of threads can reach, and others besides. So what no view
// violates, no number of threads violates; of what some view violates, nothing is known.
//
// It begins with the view of the initial state, and is closed under steps: of one of the two threads, and of a third one
// whose pairs with the two are views as well. (A fourth one is never needed: whoever moves, the pair and he are three.)
// What all threads leave together is judged by the views of two threads between rounds where all others have nothing.

import { GENERATION } from '../../runtime/layout.js';
import { IntVector } from '../model/int-table.js';
import type { KernelSystem } from '../model/kernel-model.js';
import { bitOf } from '../monitors/property-bits.js';
import { isStopRequested, type Limits, STATES_PER_LOOK } from '../search/limits.js';
import { MemoryBudget, type Shortage, shortageIn } from '../search/memory-budget.js';
import { Pace } from '../search/progress.js';
import {
  initialShared,
  KINDS,
  kindAfter,
  kindOf,
  Members,
  NOTHING,
  newSharedParts,
  type Outcome,
  sharesOf,
  together,
} from './abstract-state.js';
import { MANY, Undecided } from './count-word.js';
import { Steps } from './steps.js';
import { type Place, Views } from './views.js';

/** Shares of others by which a step can differ: 0, 1, 2, and 3 or more. */
const MOST_OTHERS = 3;
const NOBODY = -1;
/** As a set of bits: the page was freed under somebody who holds it. */
export const FREED_UNDER_HOLDER = 1 << bitOf('useAfterFree');

export interface Proof {
  readonly views: Views;
  readonly shared: ReturnType<typeof newSharedParts>;
  readonly members: Members;
  /** True when the set is closed. Otherwise it says nothing. */
  readonly complete: boolean;
  readonly interrupted: boolean;
  readonly outOfMemory: Shortage | undefined;
  /** The reason why the method cannot tell, if it cannot. */
  readonly undecided: string | undefined;
  /** For each violation in some view, by bit: the step to it. */
  readonly violations: ReadonlyMap<number, BadStep>;
  /** The step that led to a view. */
  readonly originOf: (view: number) => BadStep;
}

/** A step of the member `mover`, from the view `view`: -1 for the first one. At rest nobody moves: -1. */
export interface BadStep {
  readonly view: number;
  readonly mover: number;
}

/** Computes the views of `system`, whose roles are those of any number of threads each. @throws ProgramError */
export function prove(system: KernelSystem, limits: Limits): Proof {
  const search = new Search(system);
  const { views, shared, members, violations } = search;
  const budget = new MemoryBudget(limits.maxMemoryBytes).with(system.automaton, search);
  system.automaton.budget = budget;
  const pace = new Pace();
  let interrupted = false;
  let undecided: string | undefined;
  let outOfMemory: Shortage | undefined;
  let view = 0;
  try {
    for (; view < views.size && views.size <= limits.maxStates; view++) {
      if (view % STATES_PER_LOOK === 0) {
        interrupted = isStopRequested(limits);
        if (interrupted) break;
        budget.require(search.bytesHeld());
        if (pace.isDue()) limits.onProgress?.({ states: views.size, expanded: view, depth: null, left: null });
      }
      search.expand(view);
    }
  } catch (error) {
    if (error instanceof Undecided) undecided = error.message;
    else outOfMemory = shortageIn(error);
    if (undecided === undefined && !outOfMemory) throw error;
  }
  const complete = view === views.size;
  const originOf = (of: number): BadStep => search.originOf(of);
  return { views, shared, members, complete, interrupted, outOfMemory, undecided, violations, originOf };
}

type Outcomes = readonly Outcome[] | Undecided;

/** Outcomes of a step where all others have so many shares, exactly or at least. */
interface Choices {
  readonly exactly: readonly Outcomes[];
  readonly atLeast: readonly Outcomes[];
}

/** The steps of a member in a shared part. */
interface Moves {
  readonly kind: number;
  readonly share: number;
  readonly holds: number;
  /** By shares of others: what can come of a step, or why nobody can tell. */
  readonly outcomes: Choices;
  /** Of those, what others notice; undefined where that is nothing. */
  readonly noticed: Choices | undefined;
}

/** By a set of rests, and a kind: the set of kinds with which it is, together, one of the rests. */
const FITTING = Array.from({ length: 1 << KINDS }, (_, rests) =>
  Array.from({ length: KINDS }, (_, kind) =>
    Array.from({ length: KINDS }, (_, others) => ((rests >> together(kind, others)) & 1) << others).reduce(
      (all, bit) => all | bit,
      0,
    ),
  ),
).flat();

function fitting(rests: number, kind: number): number {
  return FITTING[rests * KINDS + kind] as number;
}

class Search {
  readonly views = new Views();
  readonly shared = newSharedParts();
  readonly members: Members;
  readonly violations = new Map<number, BadStep>();
  readonly #origins = new IntVector();
  readonly #originMovers = new IntVector();
  readonly #steps: Steps;
  /** By the number of a place. */
  readonly #moves: Moves[] = [];
  /** By shared part: places whose steps others notice. */
  readonly #movers: Place[][] = [];
  #expanded = -1;

  constructor(system: KernelSystem) {
    const { automaton, geometry, resting } = system;
    this.members = new Members(automaton);
    this.#steps = new Steps(system, this.shared, this.members);
    const generation = automaton.words.at(geometry.pagesBase + GENERATION);
    this.shared.numberOf(initialShared(automaton, generation, resting));
    this.#add(0, 0, 0, NOTHING, NOBODY);
  }

  bytesHeld(): number {
    const { views, shared, members } = this;
    return views.bytes + shared.bytes + members.bytes + this.#origins.bytes + this.#originMovers.bytes;
  }

  originOf(view: number): BadStep {
    return { view: this.#origins.at(view), mover: this.#originMovers.at(view) };
  }

  /** Adds what follows from the view `view` and those before it. */
  expand(view: number): void {
    this.#expanded = view;
    const { views } = this;
    views.expand(view);
    const [first, second, rest] = [views.firstOf(view), views.secondOf(view), views.restOf(view)];
    const [ones, others] = [this.#movesOf(first), this.#movesOf(second)];
    if (first.member === 0 && second.member === 0 && rest === NOTHING) {
      this.#report(this.#steps.atRest(first.shared), NOBODY);
    }
    this.#moveOne(first, second, rest);
    if (second !== first) this.#moveOne(second, first, rest);
    const all = ones.noticed || others.noticed ? views.placesIn(first.shared) : (this.#movers[first.shared] ?? []);
    for (let index = 0, { length } = all; index < length; index++) this.#moveAmong(all[index] as Place, view);
  }

  /** `mover` of a view makes a step. */
  #moveOne(mover: Place, other: Place, rest: number): void {
    const { share, holds } = this.#movesOf(other);
    for (const outcome of between(this.#movesOf(mover).outcomes, share, rest)) {
      this.#report(outcome.violations | (outcome.frees && holds > 0 ? FREED_UNDER_HOLDER : 0), mover.member);
      const { shared, member, forOthers } = outcome;
      const affected = this.members.affected(other.member, forOthers);
      this.#add(shared, member, affected, kindAfter(rest, forOthers), mover.member);
    }
  }

  /** One of three makes a step that the other two notice: of the third one, and the two of a view. */
  #moveAmong(third: Place, view: number): void {
    const { views } = this;
    const [first, second] = [views.firstOf(view), views.secondOf(view)];
    const rests = views.expandedRests(third, first);
    if (rests === 0) return;
    const thirds = this.#movesOf(third);
    const [ones, others] = [this.#movesOf(first), this.#movesOf(second)];
    const kinds =
      fitting(rests, others.kind) &
      fitting(views.expandedRests(third, second), ones.kind) &
      fitting(1 << views.restOf(view), thirds.kind);
    for (let rest = 0; kinds >> rest !== 0; rest++) {
      if (((kinds >> rest) & 1) === 0) continue;
      this.#moveBefore(third, first, second, rest);
      this.#moveBefore(first, second, third, rest);
      if (second !== first) this.#moveBefore(second, first, third, rest);
    }
  }

  /** `mover` makes a step before `one` and `other`, where all others are of the kind `rest`. */
  #moveBefore(mover: Place, one: Place, other: Place, rest: number): void {
    const { noticed } = this.#movesOf(mover);
    if (!noticed) return;
    const { members } = this;
    for (const outcome of between(noticed, this.#movesOf(one).share + this.#movesOf(other).share, rest)) {
      const { shared, kind, forOthers } = outcome;
      const first = members.affected(one.member, forOthers);
      const second = members.affected(other.member, forOthers);
      this.#add(shared, first, second, together(kind, kindAfter(rest, forOthers)), mover.member);
    }
  }

  #movesOf({ number, shared, member }: Place): Moves {
    this.#moves[number] ??= this.#computeMoves(shared, member);
    return this.#moves[number];
  }

  #computeMoves(shared: number, member: number): Moves {
    const has = this.members.at(member);
    const { share, holds } = has;
    const kind = kindOf(has);
    const exactly = Array.from({ length: MOST_OTHERS + 1 }, (_, others) => this.#outcomesOf(shared, member, others));
    const isNoticed = (outcome: Outcome): boolean =>
      outcome.shared !== shared || outcome.forOthers !== 0 || outcome.kind !== kind;
    const noticed = exactly.map((all) => (all instanceof Undecided ? all : all.filter(isNoticed)));
    const some = noticed.some((outcomes) => outcomes instanceof Undecided || outcomes.length > 0);
    return { kind, share, holds, outcomes: choicesOf(exactly), noticed: some ? choicesOf(noticed) : undefined };
  }

  /** An outcome that nobody can tell matters only where a view asks for it. */
  #outcomesOf(shared: number, member: number, others: number): Outcomes {
    try {
      return this.#steps.outcomes(shared, member, others);
    } catch (error) {
      if (error instanceof Undecided) return error;
      throw error;
    }
  }

  /** Adds a view, which `mover` leads to from the one that is being expanded. */
  #add(shared: number, one: number, other: number, rest: number, mover: number): void {
    if (!this.views.add(this.#placeOf(shared, one), this.#placeOf(shared, other), rest)) return;
    this.#origins.push(this.#expanded);
    this.#originMovers.push(mover);
  }

  #placeOf(shared: number, member: number): Place {
    const { length } = this.views.places;
    const place = this.views.placeOf(shared, member);
    if (place.number === length && this.#movesOf(place).noticed) {
      this.#movers[shared] ??= [];
      this.#movers[shared].push(place);
    }
    return place;
  }

  #report(violations: number, mover: number): void {
    for (let bit = 0; violations >>> bit !== 0; bit++) {
      if ((violations >>> bit) & 1 && !this.violations.has(bit)) {
        this.violations.set(bit, { view: this.#expanded, mover });
      }
    }
  }
}

/** The outcomes where others have `shares`, and a rest besides. @throws Undecided */
function between({ exactly, atLeast }: Choices, shares: number, rest: number): readonly Outcome[] {
  const others = sharesOf(rest);
  return decided((others < MANY ? exactly : atLeast)[Math.min(MOST_OTHERS, shares + others)] as Outcomes);
}

function choicesOf(exactly: readonly Outcomes[]): Choices {
  const atLeast = exactly.map((_, from): Outcomes => {
    const all = exactly.slice(from);
    const undecided = all.find((outcomes) => outcomes instanceof Undecided);
    return undecided ?? [...new Map(all.flatMap(decided).map((one) => [Object.values(one).join(), one])).values()];
  });
  return { exactly, atLeast };
}

function decided(outcomes: Outcomes): readonly Outcome[] {
  if (outcomes instanceof Undecided) throw outcomes;
  return outcomes;
}
