// View abstraction (Abdulla, Haziza, Holik, All for the Price of Few, VMCAI 2013) with two threads for each view. A *view*
// is what two threads see of a state of any number of threads: the shared part, their own local states, and the *rest*,
// which is the share of the count word that all others have together, as 0, 1 or MANY. The set of views that is computed
// here holds every view of every state that any number of threads can reach, and others besides. So what no view violates,
// no number of threads violates; of what some view violates, nothing is known.
//
// It begins with the view of the initial state, and is closed under steps: of one of the two threads, and of a third one
// whose pairs with the two are views as well. (A fourth one is never needed: whoever moves, the pair and he are three.)

import { defaultMaxMemoryBytes } from '../../machine/memory-share.js';
import { GENERATION } from '../../runtime/layout.js';
import type { KernelModel } from '../model/kernel-model.js';
import { isStopRequested, type Limits, STATES_PER_LOOK } from '../search/limits.js';
import { MemoryBudget, type Shortage, shortageIn } from '../search/memory-budget.js';
import { Pace } from '../search/progress.js';
import { initialShared, Members, newSharedParts } from './abstract-state.js';
import { MANY, Undecided } from './count-word.js';
import { FREED_UNDER_HOLDER, type Outcome, Steps } from './steps.js';
import { type View, ViewSet } from './view-set.js';

/** Shares of others by which a step can differ: 0, 1, 2, and 3 or more. */
const MOST_OTHERS = 3;

export interface Proof {
  readonly views: ViewSet;
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
  /** By view: the view that it came from, and the member whose step led to it; -1 for the first one. */
  readonly origins: readonly { readonly view: number; readonly mover: number }[];
}

/** A step of `mover`, from the view `view`, that violates something. */
export interface BadStep {
  readonly view: number;
  readonly mover: number;
}

/** Computes the views of `model`, whose roles are those of any number of threads each. @throws ProgramError */
export function prove(model: KernelModel, limits: Limits): Proof {
  const search = new Search(model);
  const { views, shared, members } = search;
  const budget = new MemoryBudget(limits.maxMemoryBytes ?? defaultMaxMemoryBytes()).with(model.automaton, search);
  model.automaton.budget = budget;
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
        if (pace.isDue()) limits.onProgress?.({ states: views.size, expanded: view, depth: 0, left: null });
      }
      search.expand(view);
    }
  } catch (error) {
    if (error instanceof Undecided) undecided = error.message;
    else outOfMemory = shortageIn(error);
    if (undecided === undefined && !outOfMemory) throw error;
  }
  const complete = view === views.size;
  const { violations, origins } = search;
  return { views, shared, members, complete, interrupted, outOfMemory, undecided, violations, origins };
}

type Outcomes = readonly Outcome[] | Undecided;

/** Outcomes of a step where all others have so many shares, exactly or at least. */
interface Choices {
  readonly exactly: readonly Outcomes[];
  readonly atLeast: readonly Outcomes[];
}

/** A member in a shared part: the views of the two, and its steps there. */
interface Place {
  readonly shared: number;
  readonly member: number;
  readonly share: number;
  /** Of views that were expanded: the other members, each with the rest. */
  readonly others: { readonly member: number; readonly rest: number }[];
  /** By shares of others: what can come of a step, or why nobody can tell. */
  readonly outcomes: Choices;
  /** Of those, what others notice. */
  readonly noticed: Choices;
}

/** Bytes of a place with its outcomes. An estimate, rounded up. */
const PLACE_BYTES = 800;
/** Bytes of a view in lists. */
const VIEW_BYTES = 100;

class Search {
  readonly views = new ViewSet();
  readonly shared = newSharedParts();
  readonly members: Members;
  readonly violations = new Map<number, BadStep>();
  readonly origins: { view: number; mover: number }[] = [];
  readonly #steps: Steps;
  /** By shared part and member. */
  readonly #places = new Map<number, Place>();
  /** By shared part: members whose steps others notice. */
  readonly #movers: Place[][] = [];
  readonly #view: View = { shared: 0, first: 0, second: 0, rest: 0 };
  #expanded = -1;

  constructor(model: KernelModel) {
    const { automaton, geometry, resting } = model;
    this.members = new Members(automaton);
    this.#steps = new Steps(model, this.shared, this.members);
    const generation = automaton.words.at(geometry.pagesBase + GENERATION);
    this.shared.numberOf(initialShared(automaton, generation, resting));
    this.#add(0, 0, 0, 0, -1);
  }

  bytesHeld(): number {
    const { views, shared, members } = this;
    return views.bytes + shared.bytes + members.bytes + PLACE_BYTES * this.#places.size + VIEW_BYTES * views.size;
  }

  /** Adds what follows from the view `view` and those before it. */
  expand(view: number): void {
    this.#expanded = view;
    const at = this.#view;
    this.views.read(view, at);
    const { shared, rest } = at;
    const first = this.#placeOf(shared, at.first);
    const second = this.#placeOf(shared, at.second);
    first.others.push({ member: second.member, rest });
    if (second !== first) second.others.push({ member: first.member, rest });
    this.#moveOne(first, second, rest);
    if (second !== first) this.#moveOne(second, first, rest);
    for (const mover of this.#movers[shared] ?? []) this.#moveThird(mover, first, second, rest);
    this.#moveBesides(first, second, rest);
    if (second !== first) this.#moveBesides(second, first, rest);
  }

  /** `mover` of a view makes a step. */
  #moveOne(mover: Place, other: Place, rest: number): void {
    const { holds } = this.members.at(other.member);
    for (const outcome of this.#between(mover.outcomes, other.share + rest, rest)) {
      this.#report(outcome.violations | (outcome.frees && holds > 0 ? FREED_UNDER_HOLDER : 0), mover.member);
      const { shared, member, forOthers } = outcome;
      const left = (forOthers & 4) !== 0 ? 0 : rest;
      const affected = this.members.affected(other.member, forOthers);
      this.#add(shared, member, affected, left, mover.member);
    }
  }

  /** `mover` makes a step that the two of a view notice, if he can be there with them. */
  #moveThird(mover: Place, one: Place, other: Place, rest: number): void {
    for (let others = 0; others <= MANY; others++) {
      if (Math.min(MANY, mover.share + others) !== rest) continue;
      if (!this.#isView(mover, one, Math.min(MANY, other.share + others))) continue;
      if (!this.#isView(mover, other, Math.min(MANY, one.share + others))) continue;
      this.#moveBefore(mover, one, other, others);
    }
  }

  /** `mover` of a view makes a step that the other one and some third thread notice. */
  #moveBesides(mover: Place, one: Place, rest: number): void {
    if (!isNoticedAtAll(mover)) return;
    for (const { member, rest: restOfOther } of mover.others) {
      const other = this.#placeOf(mover.shared, member);
      for (let others = 0; others <= MANY; others++) {
        if (Math.min(MANY, other.share + others) !== rest) continue;
        if (Math.min(MANY, one.share + others) !== restOfOther) continue;
        if (!this.#isView(one, other, Math.min(MANY, mover.share + others))) continue;
        this.#moveBefore(mover, one, other, others);
      }
    }
  }

  /** `mover` makes a step before `one` and `other`, where all others have `others` shares. */
  #moveBefore(mover: Place, one: Place, other: Place, others: number): void {
    for (const outcome of this.#between(mover.noticed, one.share + other.share + others, others)) {
      const { shared, share, forOthers } = outcome;
      const rest = Math.min(MANY, share + ((forOthers & 4) !== 0 ? 0 : others));
      const first = this.members.affected(one.member, forOthers);
      const second = this.members.affected(other.member, forOthers);
      this.#add(shared, first, second, rest, mover.member);
    }
  }

  /** The outcomes where others have `least` shares: exactly, unless `others` of them are MANY. @throws Undecided */
  #between({ exactly, atLeast }: Choices, least: number, others: number): readonly Outcome[] {
    const from = Math.min(MOST_OTHERS, least);
    return decided((others < MANY ? exactly : atLeast)[from] as Outcomes);
  }

  #isView(one: Place, other: Place, rest: number): boolean {
    const view = this.views.find(one.shared, one.member, other.member, rest);
    return view >= 0 && view <= this.#expanded;
  }

  #placeOf(shared: number, member: number): Place {
    const key = shared * 2 ** 16 + member;
    let place = this.#places.get(key);
    if (!place) {
      const { share } = this.members.at(member);
      const exactly = [0, 1, 2, MOST_OTHERS].map((others) => this.#outcomesOf(shared, member, others));
      const isNoticed = (outcome: Outcome): boolean =>
        outcome.shared !== shared || outcome.forOthers !== 0 || outcome.share !== share;
      const noticed = exactly.map((all) => (all instanceof Undecided ? all : all.filter(isNoticed)));
      place = { shared, member, share, others: [], outcomes: choicesOf(exactly), noticed: choicesOf(noticed) };
      this.#places.set(key, place);
      if (isNoticedAtAll(place)) {
        const movers = this.#movers[shared];
        if (movers) movers.push(place);
        else this.#movers[shared] = [place];
      }
    }
    return place;
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
    if (this.views.add(shared, one, other, rest)) this.origins.push({ view: this.#expanded, mover });
  }

  #report(violations: number, mover: number): void {
    for (let bit = 0; violations >>> bit !== 0; bit++) {
      if ((violations >>> bit) & 1 && !this.violations.has(bit)) {
        this.violations.set(bit, { view: this.#expanded, mover });
      }
    }
  }
}

function choicesOf(exactly: readonly Outcomes[]): Choices {
  const atLeast = exactly.map((_, from): Outcomes => {
    const all = exactly.slice(from);
    return all.find((outcomes) => outcomes instanceof Undecided) ?? all.flatMap(decided);
  });
  return { exactly, atLeast };
}

function decided(outcomes: Outcomes): readonly Outcome[] {
  if (outcomes instanceof Undecided) throw outcomes;
  return outcomes;
}

function isNoticedAtAll({ noticed }: Place): boolean {
  return noticed.exactly.some((outcomes) => outcomes instanceof Undecided || outcomes.length > 0);
}
