// Predecessors: the states of a level from which transitions lead to given states of the next one. The visited set keeps
// none, to save memory.
//
// Under sequential consistency a transition changes one word and one thread, besides the counts of who holds a page, and
// the automaton knows which local state and values may be before which. So each state has a few possible predecessors,
// which are looked up and then tried.
// Under the weak model, where a transition may renumber everything, all transitions of the level are tried.

import { type Automaton, NO_WORD, UNKNOWN } from '../model/automaton.js';
import { type Exploration, type Level, successorsIn } from '../search/explore.js';
import { type SearchLimits, stopAt } from '../search/limits.js';
import { canonicalize } from '../search/symmetry.js';
import { copyFields, field } from '../words/state-vector.js';

/** Calls `visit` for pairs of a state of `level` and a successor among `states`, which are of the level after it. */
export type ForEachPredecessor = (
  states: ReadonlyMap<number, unknown>,
  level: Level,
  visit: (predecessor: number, successor: number) => void,
) => void;

export function predecessorsIn(exploration: Exploration, limits: SearchLimits): ForEachPredecessor {
  return exploration.system.sequential ? byAutomaton(exploration, limits) : byTrial(exploration, limits);
}

function byTrial(exploration: Exploration, limits: SearchLimits): ForEachPredecessor {
  const successorsOf = successorsIn(exploration);
  return (states, { start, end }, visit) => {
    if (states.size === 0) return;
    for (let state = start; state < end; state++) {
      stopAt(state, limits);
      successorsOf(state, (successor) => {
        if (states.has(successor)) visit(state, successor);
      });
    }
  };
}

/** A step by which a thread may have come to a local state: it read the value `number` (or chosen it) in `from`. */
interface Step {
  readonly from: number;
  readonly number: number;
  readonly changes: readonly Change[];
}

/** A change of a word by monitors: see monitors/monitor-steps.ts. */
interface Change {
  readonly word: number;
  readonly before: number;
  readonly after: number;
}

function byAutomaton({ visited, system, layout }: Exploration, limits: SearchLimits): ForEachPredecessor {
  const { automaton, shared: words } = system;
  const { sameClass, classes } = layout;
  const stepsTo = stepsBackwards(automaton);
  const stepper = system.newStepper();
  const after = new Int32Array(stepper.fields.length);
  const before = new Int32Array(stepper.fields.length);
  let looked = 0;

  /** Tells whether a transition leads from the state `before` to the state `after`: detectors have looked at other words. */
  const leadsThere = ({ from, number }: Step, symmetryClass: number | undefined): boolean => {
    const column = classes.findIndex((other, at) => other === symmetryClass && field(before, words + at) === from);
    stepper.execute(before, column, number);
    canonicalize(stepper.fields, words, sameClass);
    return stepper.fields.every((value, index) => value === field(after, index));
  };
  return (states, { start, end }, visit) => {
    for (const successor of states.keys()) {
      stopAt(looked++, limits);
      visited.read(successor, after);
      for (let column = 0; column < sameClass.length; column++) {
        for (const step of stepsTo.get(field(after, words + column)) ?? []) {
          const word = automaton.wordOf.at(step.from);
          if (word !== NO_WORD && automaton.written.at(step.from, step.number) !== field(after, word)) continue;
          if (!step.changes.every((change) => field(after, change.word) === change.after)) continue;
          copyFields(after, before);
          if (word !== NO_WORD) before[word] = step.number;
          for (const change of step.changes) before[change.word] = change.before;
          before[words + column] = step.from;
          canonicalize(before, words, sameClass);
          const state = visited.find(before);
          if (state >= start && state < end && leadsThere(step, classes[column])) visit(state, successor);
        }
      }
    }
  };
}

/** By local state: the steps that may lead to it. */
function stepsBackwards(automaton: Automaton): Map<number, Step[]> {
  const steps = new Map<number, Step[]>();
  for (let from = 0; from < automaton.size; from++) {
    for (const [number, entry] of automaton.successor.row(from).entries()) {
      if (entry === UNKNOWN) continue;
      for (const { to, changes } of endsOf(automaton, entry)) {
        const known = steps.get(to);
        if (known) known.push({ from, number, changes });
        else steps.set(to, [{ from, number, changes }]);
      }
    }
  }
  return steps;
}

/** The end of a chain of detector steps, and what changes on the way there. */
interface End {
  readonly to: number;
  readonly changes: readonly Change[];
}

/** The local states at the ends of the detector steps that begin with `entry`. */
function endsOf(automaton: Automaton, entry: number): End[] {
  const ends = new Map<string, End>();
  const waiting: End[] = [{ to: entry, changes: [] }];
  for (let end = waiting.pop(); end; end = waiting.pop()) {
    const key = `${end.to};${end.changes.map(({ word, before, after }) => `${word}.${before}.${after}`).join()}`;
    if (ends.has(key)) continue;
    ends.set(key, end);
    if (end.to < 0) waiting.push(...behind(automaton, ~end.to, end.changes));
  }
  return [...ends.values()].filter(({ to }) => to >= 0);
}

function behind(automaton: Automaton, step: number, changes: readonly Change[]): End[] {
  const word = automaton.detectorWord.at(step);
  return [...automaton.detectorSuccessor.row(step)].flatMap((to, before) => {
    if (to === UNKNOWN) return [];
    const after = word < 0 ? before : automaton.detectorWritten.at(step, before);
    if (after === before) return [{ to, changes }];
    const earlier = changes.find((change) => change.word === word);
    if (!earlier) return [{ to, changes: [...changes, { word, before, after }] }];
    if (earlier.after !== before) return []; // not what the steps before it left
    return [{ to, changes: [...changes.filter((change) => change !== earlier), { ...earlier, after }] }];
  });
}
