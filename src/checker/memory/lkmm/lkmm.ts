// The Linux-kernel memory model: all executions of a program that its axioms allow, and what they show.

import type { MissingOrder } from '../../../results/check-result.js';
import { ACQUIRE, FULL, RELEASE } from '../../../runtime/order.js';
import { plural } from '../../../statistics/digits.js';
import type { Property } from '../../../violations/table.js';
import type { KernelSystem } from '../../model/kernel-model.js';
import { isStopRequested, STATES_PER_LOOK, Stopped } from '../../search/limits.js';
import { MemoryBudget } from '../../search/memory-budget.js';
import { Pace } from '../../search/progress.js';
import type { Explored, MemoryModel, SearchOptions } from '../memory-model.js';
import { exploreExecutions, MAX_EVENTS, threadTrees } from './explore-executions.js';
import { Findings } from './findings.js';
import { decideLitmus } from './litmus.js';
import { overKernelMemory } from './over-kernel-memory.js';
import type { Run } from './run.js';
import type { Counts } from './search-state.js';
import { strongerOrders } from './stronger-orders.js';

export const lkmm: MemoryModel = {
  over: overKernelMemory,
  explore,
  litmus: (test, limits) => {
    const { maxStates } = limits;
    const budget = new MemoryBudget(limits.maxMemoryBytes);
    const { ends, racy, unmatched, states, executions, complete, hasThinAir, isPart } = decideLitmus(test, {
      maxStates,
      stop: (counts, bytesHeld) => {
        if (counts.states % STATES_PER_LOOK === 0) budget.require(bytesHeld);
        return isStopRequested(limits);
      },
    });
    if (!complete && isStopRequested(limits)) {
      throw new Stopped(`${executions} executions, ${states} partial ones`);
    }
    if (!complete) return { undecided: `more than ${maxStates} partial executions: raise --max-states` };
    const finals = ends.map(({ values, executions }) => ({ values, ways: executions }));
    const notes = [
      ...(hasThinAir ? [] : [NO_THIN_AIR]),
      ...(isPart ? [PART] : []),
      ...(unmatched > 0 ? [unmatchedIn(unmatched)] : []),
    ];
    return { finals, states, races: racy, notes };
  },
};

const SCOPE = {
  under:
    'the axioms of the Linux-kernel memory model: every execution that they allow, load buffering and dependencies included',
  limits: [
    'What detectors look at is the newest value in an order in time. Values out of thin air and a compiler that breaks a dependency are not part of it, and livelocks are not looked for.',
  ],
};
const NO_THIN_AIR =
  'lkmm: values out of thin air are left out, since too many reads decide what is written: an outcome with them is missed';

const PART = 'lkmm: there are too many executions to list: as many were explored as decide the condition';

function unmatchedIn(executions: number): string {
  return `lkmm: in ${executions} ${executions === 1 ? 'execution' : 'executions'} a section of SRCU has no end, or an end has no beginning: no grace period waits for it`;
}

function explore(system: KernelSystem, wanted: readonly Property[], options: SearchOptions): Explored {
  const { maxStates, onProgress } = options;
  const { interpreter, words } = system.automaton;
  const program = { interpreter, words, starts: system.threads };
  const trees = threadTrees(program);
  let findings = new Findings(system, trees);
  const pace = new Pace();
  const stop = ({ states }: Counts): boolean => {
    if (pace.isDue()) onProgress?.({ states, expanded: states, depth: findings.longest, left: null });
    return isStopRequested(options);
  };
  const newVisitor = (): Findings => (findings = new Findings(system, trees));
  const { complete, endless, states, executions, forbidden } = exploreExecutions(program, newVisitor, {
    maxStates,
    stop,
  });
  const interrupted = !complete && isStopRequested(options);
  const seen = wanted.filter((property) => findings.found.has(property));
  return {
    states,
    transitions: states,
    finals: executions,
    depth: findings.longest,
    complete,
    interrupted,
    frontier: complete ? 0 : 1,
    bytesPerState: 0,
    executions: { allowed: executions, forbidden, maxEvents: MAX_EVENTS },
    found: new Map(
      seen.map((property) => {
        const { schedule, run } = findings.found.get(property) ?? {};
        return [property, schedule && run && { schedule, missing: missingOrders(run) }];
      }),
    ),
    withoutWitness: 'Every execution found needs load buffering, which no schedule can tell.',
    reach: complete ? SCOPE : { incomplete: incompleteNote(states, { interrupted, endless }) },
    notes: [],
  };
}

function incompleteNote(states: number, { interrupted, endless }: { interrupted: boolean; endless: boolean }): string {
  if (endless)
    return `An execution has more than ${MAX_EVENTS} events, where it was left: nothing is shown of what comes then. Take fewer threads or rounds.`;
  const remedy = interrupted ? 'Give it longer, or take' : 'Raise --max-states, or take';
  return `${interrupted ? 'Interrupted' : 'Stopped'} after ${plural(states, 'partial execution')}: nothing is shown of the others. ${remedy} fewer threads or rounds.`;
}

/** Returns which orders would forbid the execution. */
function missingOrders({ graph, stepOf }: Run): MissingOrder[] {
  return strongerOrders(graph).map(({ event, order }) => ({
    step: stepOf[event] as number,
    asked: orderName(graph.event(event).order),
    enough: orderName(order),
  }));
}

function orderName(order: number): MissingOrder['asked'] {
  if (order === ACQUIRE) return 'acquire';
  if (order === RELEASE) return 'release';
  return order === FULL ? 'full' : 'relaxed';
}
