// View abstraction (Abdulla, Haziza, Holik, All for the Price of Few, VMCAI 2013) with two threads for each view. A *view*
// is what two threads see of a state of any number of threads: the shared part, their own local states, and the *rest*,
// which is the kind of all others together, chiefly their share of the count word: 0, 1 or MANY. The set of views that is
// computed here holds every view of every state that any number of threads can reach, and others besides. So what no view
// violates, no number of threads violates; of what some view violates, nothing is known.
//
// It begins with the view of the initial state, and is closed under steps: of one of the two threads, and of a third one
// whose pairs with the two are views as well. (A fourth one is never needed: whoever moves, the pair and he are three.)
// All that threads leave behind is judged by the views of two threads between rounds where all others have nothing.

import { GENERATION } from '../../runtime/layout.js';
import type { KernelSystem } from '../model/kernel-model.js';
import { bitOf } from '../monitors/property-bits.js';
import { isStopRequested, type Limits, STATES_PER_LOOK } from '../search/limits.js';
import { MemoryBudget, type Shortage, shortageIn } from '../search/memory-budget.js';
import { Pace } from '../search/progress.js';
import {
  frees,
  initialShared,
  KINDS,
  kindAfter,
  kindOf,
  Members,
  NOTHING,
  type Outcome,
  Parts,
  type Shared,
  sharesOf,
  together,
} from './abstract-state.js';
import { MANY, Undecided } from './count-word.js';
import { AT_LEAST, MOST_OTHERS, type Steps, stepsOf } from './steps.js';

const NOBODY = -1;
/** As a set of bits: the page was freed under somebody who holds it. */
const FREED_UNDER_HOLDER = 1 << bitOf('useAfterFree');
/** A set of rests, as bits. */
const RESTS = (1 << KINDS) - 1;
/** Bytes of a view, of an entry of a table of pairs, and of a place with its steps, on V8's heap. Estimates, rounded up. */
const [VIEW_BYTES, PAIR_BYTES, PLACE_BYTES] = [80, 16, 1200];

/** A member in a shared part. */
export interface Place {
  readonly shared: number;
  readonly member: number;
  readonly kind: number;
  readonly share: number;
  readonly holds: number;
  /** Among the places of the shared part, in the order in which they were found. */
  readonly index: number;
  /** By the index of another place: the rests of their views as a set of bits, and above them those of expanded views. */
  readonly pairs: number[];
  /** See Steps. */
  readonly outcomes: readonly (readonly Outcome[])[];
  /** Of those, what others notice. */
  readonly noticed: readonly (readonly Outcome[])[];
}

/** A step of the member `mover`, from the view `from`: undefined for the first one. At rest nobody moves: -1. */
export interface Origin {
  readonly from: View | undefined;
  readonly mover: number;
}

/** Two places of one shared part, with all others. */
export interface View extends Origin {
  readonly first: Place;
  readonly second: Place;
  readonly rest: number;
}

export interface Proof {
  readonly views: readonly View[];
  /** By shared part. */
  readonly places: readonly (readonly Place[])[];
  readonly bytes: number;
  readonly shared: Parts<Shared>;
  readonly members: Members;
  /** True when the set is closed. Otherwise it says nothing. */
  readonly complete: boolean;
  readonly interrupted: boolean;
  readonly outOfMemory: Shortage | undefined;
  /** The reason why the method cannot tell, if it cannot. */
  readonly undecided: string | undefined;
  /** For each violation in some view, by bit: the step to it. */
  readonly violations: ReadonlyMap<number, Origin>;
}

/** The rests of views of two places, as a set of bits. */
export function restsOf({ pairs }: Place, { index }: Place): number {
  return (pairs[index] as number) & RESTS;
}

/** Computes the views of `system`, whose roles are those of any number of threads each. @throws ProgramError */
export function prove(system: KernelSystem, limits: Limits): Proof {
  const search = new Search(system);
  const { views, places, shared, members, violations } = search;
  const budget = new MemoryBudget(limits.maxMemoryBytes).with(system.automaton, search);
  system.automaton.budget = budget;
  const pace = new Pace();
  let interrupted = false;
  let undecided: string | undefined;
  let outOfMemory: Shortage | undefined;
  let expanded = 0;
  try {
    for (; expanded < views.length && views.length <= limits.maxStates; expanded++) {
      if (expanded % STATES_PER_LOOK === 0) {
        interrupted = isStopRequested(limits);
        if (interrupted) break;
        budget.require();
        if (pace.isDue()) limits.onProgress?.({ states: views.length, expanded, depth: null, left: null });
      }
      search.expand(views[expanded] as View);
    }
  } catch (error) {
    if (error instanceof Undecided) undecided = error.message;
    else outOfMemory = shortageIn(error);
    if (undecided === undefined && !outOfMemory) throw error;
  }
  const [complete, bytes] = [expanded === views.length, search.bytesHeld()];
  return { views, places, bytes, shared, members, complete, interrupted, outOfMemory, undecided, violations };
}

/** By a set of rests, and a kind: the set of kinds with which it is, together, one of the rests. */
const FITTING = Array.from({ length: KINDS << KINDS }, (_, index) => {
  const [rests, kind] = [Math.floor(index / KINDS), index % KINDS];
  const others = Array.from({ length: KINDS }, (_, other) => ((rests >> together(kind, other)) & 1) << other);
  return others.reduce((all, bit) => all | bit);
});

function fitting(rests: number, kind: number): number {
  return FITTING[rests * KINDS + kind] as number;
}

class Search {
  readonly views: View[] = [];
  readonly places: Place[][] = [];
  readonly shared = new Parts<Shared>();
  readonly members: Members;
  readonly violations = new Map<number, Origin>();
  readonly #steps: Steps;
  /** By shared part and member. */
  readonly #byMember: Place[][] = [];
  #from: View | undefined;
  #tableBytes = 0;

  constructor(system: KernelSystem) {
    const { automaton, geometry, resting } = system;
    this.members = new Members(automaton);
    this.#steps = stepsOf(system, this.shared, this.members);
    const generation = automaton.words.at(geometry.pagesBase + GENERATION);
    this.#add(this.shared.numberOf(initialShared(automaton, generation, resting)), 0, 0, NOTHING, NOBODY);
  }

  bytesHeld(): number {
    return VIEW_BYTES * this.views.length + this.#tableBytes + this.shared.bytes + this.members.bytes;
  }

  /** Adds what follows from `view` and those before it. */
  expand(view: View): void {
    this.#from = view;
    const { first, second, rest } = view;
    this.#mark(first, second, 1 << (KINDS + rest));
    if (first.member === 0 && second.member === 0 && rest === NOTHING) {
      this.#report(this.#steps.atRest(first.shared), NOBODY);
    }
    this.#moveOne(first, second, rest);
    if (second !== first) this.#moveOne(second, first, rest);
    const thirds = this.places[first.shared] as Place[];
    for (let index = 0, { length } = thirds; index < length; index++) this.#moveAmong(thirds[index] as Place, view);
  }

  /** `mover` of a view makes a step. */
  #moveOne(mover: Place, other: Place, rest: number): void {
    for (const outcome of outcomesAmong(mover.outcomes, other.share, rest)) {
      const { shared, member, forOthers } = decided(outcome);
      this.#report(outcome.violations | (frees(forOthers) && other.holds > 0 ? FREED_UNDER_HOLDER : 0), mover.member);
      const affected = this.members.affected(other.member, forOthers);
      this.#add(shared, member, affected, kindAfter(rest, forOthers), mover.member);
    }
  }

  /** One of three makes a step that the other two notice: of `third`, and the two of a view. */
  #moveAmong(third: Place, { first, second, rest: own }: View): void {
    const rests = (third.pairs[first.index] as number) >> KINDS;
    if (rests === 0) return;
    const kinds =
      fitting(rests, second.kind) &
      fitting((third.pairs[second.index] as number) >> KINDS, first.kind) &
      fitting(1 << own, third.kind);
    for (let rest = 0; kinds >> rest !== 0; rest++) {
      if (((kinds >> rest) & 1) === 0) continue;
      this.#moveBefore(third, first, second, rest);
      this.#moveBefore(first, second, third, rest);
      if (second !== first) this.#moveBefore(second, first, third, rest);
    }
  }

  /** `mover` makes a step before `one` and `other`, where all others are of the kind `rest`. */
  #moveBefore(mover: Place, one: Place, other: Place, rest: number): void {
    const { members } = this;
    for (const outcome of outcomesAmong(mover.noticed, one.share + other.share, rest)) {
      const { shared, kind, forOthers } = decided(outcome);
      const first = members.affected(one.member, forOthers);
      const second = members.affected(other.member, forOthers);
      this.#add(shared, first, second, together(kind, kindAfter(rest, forOthers)), mover.member);
    }
  }

  /** Adds a view, which `mover` leads to from the one that is being expanded, unless it is there. */
  #add(shared: number, one: number, other: number, rest: number, mover: number): void {
    const [first, second] = [this.#placeOf(shared, one), this.#placeOf(shared, other)];
    if ((((first.pairs[second.index] as number) >> rest) & 1) !== 0) return;
    this.#mark(first, second, 1 << rest);
    this.views.push({ first, second, rest, from: this.#from, mover });
  }

  #mark(one: Place, other: Place, bit: number): void {
    const both = (one.pairs[other.index] as number) | bit;
    one.pairs[other.index] = both;
    other.pairs[one.index] = both;
  }

  #placeOf(shared: number, member: number): Place {
    this.#byMember[shared] ??= [];
    const byMember = this.#byMember[shared];
    byMember[member] ??= this.#newPlace(shared, member);
    return byMember[member];
  }

  #newPlace(shared: number, member: number): Place {
    this.places[shared] ??= [];
    const places = this.places[shared];
    const has = this.members.at(member);
    const { share, holds } = has;
    const kind = kindOf(has);
    const outcomes = this.#steps.outcomes(shared, member);
    const noticed = outcomes.map((all) => all.filter((one) => isNoticed(one, shared, kind)));
    const pairs = places.map(() => 0);
    // Written out, since objects that are spread from others are read at half the speed.
    places.push({ shared, member, kind, share, holds, index: places.length, pairs, outcomes, noticed });
    for (const { pairs } of places) pairs.push(0);
    this.#tableBytes += PLACE_BYTES + 2 * PAIR_BYTES * places.length;
    return places.at(-1) as Place;
  }

  #report(violations: number, mover: number): void {
    for (let bit = 0; violations >>> bit !== 0; bit++) {
      if ((violations >>> bit) & 1 && !this.violations.has(bit)) this.violations.set(bit, { from: this.#from, mover });
    }
  }
}

/** Tells whether others notice `outcome` of a step of a member of the kind `kind`. */
function isNoticed(outcome: Outcome, shared: number, kind: number): boolean {
  return (
    outcome.shared !== shared || outcome.forOthers !== 0 || outcome.kind !== kind || outcome.undecided !== undefined
  );
}

/** The outcomes where others have `shares`, and a rest besides. */
function outcomesAmong(outcomes: readonly (readonly Outcome[])[], shares: number, rest: number): readonly Outcome[] {
  const others = sharesOf(rest);
  return outcomes[Math.min(MOST_OTHERS, shares + others) + (others < MANY ? 0 : AT_LEAST)] as readonly Outcome[];
}

/** An outcome that nobody can tell matters only where a view asks for it. @throws Undecided */
function decided(outcome: Outcome): Outcome {
  if (outcome.undecided !== undefined) throw new Undecided(outcome.undecided);
  return outcome;
}
