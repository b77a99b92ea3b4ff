// Runs a check: explores all reachable states, and constructs the shortest witness of each violation.

import { sourceLines } from '../front-end/places.js';
import { describeEnvironment, type Environment } from '../machine/environment.js';
import { type ModelCode, ProgramError } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckOptions } from '../requests/options.js';
import type { CheckResult } from '../results/check-result.js';
import { type Property, properties, propertyTitle } from '../violations/table.js';
import { buildModel } from './build.js';
import { caveatsOf, observationNotes, reachNote, reachOf } from './caveats.js';
import { DEFAULT_MAX_STATES } from './max-states.js';
import { checkExecutions } from './memory/lkmm/check-executions.js';
import type { Model } from './model/model.js';
import { bitOf } from './monitors/property-bits.js';
import { outcomeOf } from './outcome.js';
import { withPlace } from './program-place.js';
import { type Exploration, explore, type Reductions } from './search/explore.js';
import { isStopRequested, type Limits, unlessStopped } from './search/limits.js';
import type { Shortage } from './search/memory-budget.js';
import { firstLivelock } from './trace/livelock.js';
import { modelAfter } from './trace/prefix.js';
import { type Goal, type ScheduleStep, shortestSchedules, tracedQuickly } from './trace/shortest.js';
import { digestOf } from './witness/token.js';
import { witnessOf } from './witness/witness.js';

/** The options of a caller, and those that only the exploring thread needs. */
export interface ExploreOptions extends Pick<CheckOptions, 'properties'>, Partial<Limits> {
  readonly reductions?: Partial<Reductions>;
  /** Where it runs: a thread may know less of that than the one that started it. Unless given, it is looked up. */
  readonly environment?: Environment;
  /** Steps that were taken already: only what can follow them is explored, and every witness begins with them. */
  readonly prefix?: readonly ScheduleStep[];
}

/** Explores the model of `resolved`, whose code is `code`, exhaustively. @throws UsageError, ProgramError */
export function runCheck(resolved: ResolvedCheck, code: ModelCode, options: ExploreOptions = {}): CheckResult {
  try {
    return checked(resolved, code, options);
  } catch (error) {
    throw error instanceof ProgramError ? withPlace(error, sourceLines(code.program.files)) : error;
  }
}

function checked(resolved: ResolvedCheck, code: ModelCode, options: ExploreOptions): CheckResult {
  const started = performance.now();
  const { config } = resolved;
  const { environment = describeEnvironment(), prefix = [] } = options;
  const model = buildModel(code.program, resolved);
  if (config.memory === 'lkmm')
    return checkExecutions(resolved, code, {
      model,
      maxStates: DEFAULT_MAX_STATES.lkmm,
      ...options,
      environment,
    });
  const requested = options.properties ?? properties;
  const exploration = runExploration(modelAfter(model, prefix), options);
  const { goals, traced, schedules, undecided, interrupted } = findingsOf(exploration, requested, options);
  const lineOf = sourceLines(code.program.files);
  const digest = digestOf(code.digest, config);
  const witnesses = schedules.map((schedule, index) =>
    witnessOf(resolved, { model, digest, lineOf }, (traced[index] as PropertyGoal).property, [...prefix, ...schedule]),
  );
  const { complete, visited, transitions, finals, levels, frontier } = exploration;
  const outcome = outcomeOf({
    dtor: config.dtor,
    named: options.properties,
    requested,
    seen: (property) => goals.some((goal) => goal.property === property),
    excluded: (property) => complete && property !== undecided,
    witnesses,
  });
  return {
    schema: 'reftorture/check@1',
    config,
    environment,
    verdict: outcome.verdict,
    properties: outcome.properties,
    states: visited.size,
    transitions,
    finals,
    depth: levels.length - 2,
    complete,
    interrupted,
    frontier,
    elapsedMs: performance.now() - started,
    bytesPerState: bytesPerState(exploration),
    threads: 1,
    witness: outcome.witness,
    witnesses: outcome.witnesses,
    notes: [
      ...(complete ? caveatsOf({ config, ...outcome }, model.automaton, lineOf) : [incompleteNote(exploration)]),
      ...observationNotes({ config, ...outcome }),
      ...(undecided === undefined
        ? []
        : [
            `${interrupted ? 'Interrupted' : 'Out of memory'} before it was known whether there is a ${propertyTitle(undecided)}.`,
          ]),
      ...untracedNote(
        goals.filter((goal) => !traced.includes(goal)),
        interrupted,
      ),
      ...(outcome.verdict === 'violated' ? [] : reachNote(config.scenario)),
    ],
    ...reachOf(config.scenario),
  };
}

/** What a check has that came to nothing. `note` says why; `interrupted`: whether that was asked for. */
export function emptyCheck(
  { config }: ResolvedCheck,
  { requested = properties, interrupted, note }: EmptyCheck,
): CheckResult {
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
    interrupted,
    frontier: 0,
    elapsedMs: 0,
    bytesPerState: 0,
    threads: 1,
    witness: null,
    witnesses: [],
    notes: [note],
    ...reachOf(config.scenario),
  };
}

interface EmptyCheck {
  readonly requested?: readonly Property[] | undefined;
  readonly interrupted: boolean;
  readonly note: string;
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

/** Once it is interrupted or out of memory, only what takes a moment is still found out. */
function findingsOf(exploration: Exploration, requested: readonly Property[], options: ExploreOptions): Findings {
  const limits = { stop: options.stop, budget: exploration.budget };
  const searched = exploration.complete && requested.includes('livelock');
  const livelock = searched ? unlessStopped(() => firstLivelock(exploration, limits)) : -1;
  const goals = goalsFor(exploration, requested, livelock);
  const wanted = !exploration.interrupted && livelock !== undefined;
  const all = wanted ? unlessStopped(() => shortestSchedules(exploration, goals, limits)) : undefined;
  const traced = all ? goals : tracedQuickly(exploration, goals);
  return {
    goals,
    traced,
    schedules: all ?? shortestSchedules(exploration, traced),
    ...(livelock === undefined && { undecided: 'livelock' }),
    interrupted: exploration.interrupted || (!all && isStopRequested(options)),
  };
}

function untracedNote(goals: readonly { readonly property: Property }[], interrupted: boolean): string[] {
  if (goals.length === 0) return [];
  const titles = goals.map(({ property }) => propertyTitle(property)).join('; ');
  const why = interrupted ? 'longer than an interrupted check may' : 'more memory than --max-memory allows';
  return [`Without a witness: ${titles}. Finding one takes ${why}.`];
}

function runExploration(model: Model, options: ExploreOptions): Exploration {
  const { maxStates = DEFAULT_MAX_STATES[model.sequential ? 'sc' : 'ra'] } = options;
  // Equal threads are equal as long as none of them has moved.
  const symmetry = (options.reductions?.symmetry ?? true) && !options.prefix?.length;
  return explore(model, { symmetry }, { ...options, maxStates });
}

/** What there is the more of the more states there are, for one state, to a tenth. */
function bytesPerState({ visited, system }: Exploration): number {
  return Math.round((10 * (visited.bytes + system.bytesOfStates())) / visited.size) / 10;
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

const REMEDIES: Readonly<Record<Shortage, string>> = {
  budget: 'Raise --max-memory, or take',
  heap: 'The heap of Node.js is full: raise it by NODE_OPTIONS=--max-old-space-size=MB, or take',
  machine: 'Take',
};

function incompleteNote({ visited, frontier, outOfMemory, interrupted }: Exploration): string {
  const why = interrupted ? 'Interrupted' : outOfMemory ? 'Out of memory' : 'Stopped';
  const remedy = outOfMemory ? REMEDIES[outOfMemory] : 'Raise --max-states, or take';
  return (
    `${why} at ${visited.size} states with ${frontier} of them still to expand: nothing is shown beyond them. ` +
    `${interrupted ? 'Give it longer, or take' : remedy} fewer threads, rounds or pages.`
  );
}
