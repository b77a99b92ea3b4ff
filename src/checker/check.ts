// Runs a check: explores all reachable states, and constructs the shortest witness of each violation.

import { availableParallelism, loadavg } from 'node:os';
import { sourceLines } from '../engines/source-lines.js';
import type { Bundle } from '../engines/store.js';
import { describeEnvironment } from '../machine/environment.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckOptions } from '../requests/options.js';
import type { CheckResult, MemoryModel } from '../results/check-result.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties, propertyTitle } from '../violations/table.js';
import { buildModel } from './build.js';
import { caveatsOf } from './caveats.js';
import { type Exploration, explore, type Limits, type Reductions, unlessStopped } from './explore/explore.js';
import { firstLivelock } from './explore/livelock.js';
import { exploreInParallel } from './explore/parallel.js';
import { type Goal, type ScheduleStep, shortestSchedules, tracedQuickly } from './explore/shortest.js';
import { checkExecutions } from './lkmm/check-executions.js';
import type { Model } from './machine/model.js';
import { ProgramError } from './program/instructions.js';
import { withPlace } from './program-place.js';
import { bitOf } from './properties.js';
import { witnessOf } from './witness-of.js';
import { digestOf } from './witness-token.js';

/** The options of a caller, and those that only the exploring thread needs. */
export interface ExploreOptions extends Pick<CheckOptions, 'properties' | 'jobs'>, Partial<Limits> {
  readonly reductions?: Partial<Reductions>;
  /** The script of a helper thread: workers/explore.js. Without it the exploration is sequential. */
  readonly helperFile?: URL;
}

const MAX_JOBS = 8;
/**
 * A sequential exploration comes first, up to so many states. Below that, starting helper threads costs more than it
 * gains.
 */
const MAX_SEQUENTIAL_STATES = 1_000_000;

/**
 * As many states as fit in 1 to 2 GB: tens of bytes each under sc, hundreds under ra with its messages and views. Under
 * lkmm, where none is kept, as many as take a minute or two.
 */
export const DEFAULT_MAX_STATES: Readonly<Record<MemoryModel, number>> = {
  sc: 40_000_000,
  ra: 5_000_000,
  lkmm: 500_000,
};

/** Explores the model of `resolved`, whose sources `bundle` holds, exhaustively. @throws UsageError, ProgramError */
export function runCheck(resolved: ResolvedCheck, bundle: Bundle, options: ExploreOptions = {}): CheckResult {
  try {
    return checked(resolved, bundle, options);
  } catch (error) {
    throw error instanceof ProgramError ? withPlace(error, sourceLines(bundle)) : error;
  }
}

function checked(resolved: ResolvedCheck, bundle: Bundle, options: ExploreOptions): CheckResult {
  const started = performance.now();
  const { config } = resolved;
  const model = buildModel(bundle.text, resolved);
  if (config.memory === 'lkmm')
    return checkExecutions(resolved, bundle, { model, maxStates: DEFAULT_MAX_STATES.lkmm, ...options });
  const requested = options.properties ?? properties;
  const exploration = runExploration(model, options);
  const { goals, traced, schedules, undecided, interrupted } = findingsOf(exploration, requested, options);
  const lineOf = sourceLines(bundle);
  const digest = digestOf(bundle.digest, config);
  const witnesses = schedules.map((schedule, index) =>
    witnessOf(resolved, { model, digest, lineOf }, (traced[index] as PropertyGoal).property, schedule),
  );
  const { complete, visited, transitions, finals, levels, frontier } = exploration;
  const violated = new Set(goals.map(({ property }) => property));
  const status = (property: Property): 'holds' | 'violated' | 'unknown' =>
    violated.has(property) ? 'violated' : complete && property !== undecided ? 'holds' : 'unknown';
  return {
    schema: 'reftorture/check@1',
    config,
    environment: describeEnvironment(),
    verdict: violated.size > 0 ? 'violated' : complete && undecided === undefined ? 'clean' : 'inconclusive',
    properties: Object.fromEntries(requested.map((property) => [property, status(property)])),
    states: visited.size,
    transitions,
    finals,
    depth: levels.length - 2,
    complete,
    interrupted,
    frontier,
    elapsedMs: performance.now() - started,
    bytesPerState: visited.bytesPerState,
    witness: witnesses[0] ?? null,
    witnesses,
    notes: [
      complete ? caveatsOf(config.memory, model.automaton, lineOf) : incompleteNote(exploration),
      ...(undecided === undefined
        ? []
        : [`Interrupted before it was known whether there is a ${propertyTitle(undecided)}.`]),
      ...untracedNote(goals.filter((goal) => !traced.includes(goal))),
    ],
  };
}

/** What a check has that was interrupted before there was anything to explore. */
export function interruptedCheck({ config }: ResolvedCheck, requested: readonly Property[] = properties): CheckResult {
  return {
    schema: 'reftorture/check@1',
    config,
    environment: describeEnvironment(),
    verdict: 'inconclusive',
    properties: Object.fromEntries(requested.map((property) => [property, 'unknown' as const])),
    states: 0,
    transitions: 0,
    finals: 0,
    depth: 0,
    complete: false,
    interrupted: true,
    frontier: 0,
    elapsedMs: 0,
    bytesPerState: 0,
    witness: null,
    witnesses: [],
    notes: ['Interrupted before the sources were linked: nothing was explored.'],
  };
}

type PropertyGoal = Goal & { readonly property: Property };

/** What an exploration shows. */
interface Findings {
  readonly goals: readonly PropertyGoal[];
  /** Those that have a schedule. */
  readonly traced: readonly PropertyGoal[];
  readonly schedules: readonly ScheduleStep[][];
  /** A property of which it is not known whether it holds. */
  readonly undecided?: Property;
  readonly interrupted: boolean;
}

/** After an interruption, only what takes a moment is still found out. */
function findingsOf(exploration: Exploration, requested: readonly Property[], { stop }: ExploreOptions): Findings {
  const searched = exploration.complete && requested.includes('livelock');
  const livelock = searched ? unlessStopped(() => firstLivelock(exploration, { stop })) : -1;
  const goals = goalsFor(exploration, requested, livelock);
  const wanted = !exploration.interrupted && livelock !== undefined;
  const all = wanted ? unlessStopped(() => shortestSchedules(exploration, goals, { stop })) : undefined;
  const traced = all ? goals : tracedQuickly(exploration, goals);
  return {
    goals,
    traced,
    schedules: all ?? shortestSchedules(exploration, traced),
    ...(livelock === undefined && { undecided: 'livelock' }),
    interrupted: exploration.interrupted || !all,
  };
}

function untracedNote(goals: readonly { readonly property: Property }[]): string[] {
  if (goals.length === 0) return [];
  return [
    `Without a witness: ${goals.map(({ property }) => propertyTitle(property)).join('; ')}. Finding one takes longer than an interrupted check may.`,
  ];
}

/** Number of CPUs without other load. A helper that waits for a CPU delays all threads at the end of each level. */
function idleCpus(): number {
  const [lastMinute = 0] = loadavg();
  return Math.max(1, Math.min(MAX_JOBS, availableParallelism() - Math.round(lastMinute)));
}

/** Explores sequentially up to MAX_SEQUENTIAL_STATES, and starts again in parallel if there are more. */
function runExploration(model: Model, options: ExploreOptions): Exploration {
  const reductions: Reductions = { symmetry: true, ...options.reductions };
  if (reductions.partialOrder && !model.sequential) {
    throw new UsageError('the partial-order reduction knows what commutes under sc alone: leave it out under ra');
  }
  const { maxStates = DEFAULT_MAX_STATES[model.sequential ? 'sc' : 'ra'], jobs = idleCpus(), helperFile } = options;
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`jobs must be a whole number from 1 on, not ${jobs}`);
  const parallel = jobs > 1 && model.sequential && !reductions.partialOrder && maxStates > MAX_SEQUENTIAL_STATES;
  const limits: Limits = { maxStates, onLevel: options.onLevel, stop: options.stop };
  if (!parallel || !helperFile) return explore(model, reductions, limits);
  const sequential = explore(model, reductions, { ...limits, maxStates: MAX_SEQUENTIAL_STATES });
  if (sequential.complete || sequential.interrupted) return sequential;
  return exploreInParallel(model, reductions, limits, { threads: jobs, helperFile });
}

/**
 * The violated properties among `requested`, in the order of `properties`, each with the depth of its witnesses.
 * `livelock`: see firstLivelock().
 */
function goalsFor(
  { violationDepths, levels }: Exploration,
  requested: readonly Property[],
  livelock = -1,
): PropertyGoal[] {
  const goals: PropertyGoal[] = [];
  for (const property of properties) {
    if (!requested.includes(property)) continue;
    const bit = bitOf(property);
    const depth = violationDepths.get(bit);
    if (depth !== undefined) goals.push({ property, bit, depth });
    if (property !== 'livelock' || livelock < 0) continue;
    goals.push({ property, bit, state: livelock, depth: levels.findLastIndex((start) => start <= livelock) });
  }
  return goals;
}

function incompleteNote({ visited, frontier, outOfMemory, interrupted }: Exploration): string {
  const why = interrupted ? 'Interrupted' : outOfMemory ? 'Out of memory' : 'Stopped';
  const remedy = interrupted ? 'Give it longer, or take' : outOfMemory ? 'Take' : 'Raise --max-states, or take';
  return (
    `${why} at ${visited.size} states with ${frontier} of them still to expand: nothing is shown beyond them. ` +
    `${remedy} fewer threads, rounds or pages.`
  );
}
