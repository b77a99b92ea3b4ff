// The question of a check, answered: explores everything, and tells the shortest witness of each violation.

import { availableParallelism, loadavg } from 'node:os';
import { type Bundle, bundleFor } from '../engines/link-model.js';
import { describeEnvironment } from '../machine/environment.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckOptions } from '../requests/options.js';
import type { CheckResult, MemoryModel, Witness } from '../results/check-result.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties } from '../violations/table.js';
import { buildModel } from './build.js';
import { limitsOf } from './caveats.js';
import { type Exploration, explore, type Limits, type Reductions } from './explore/explore.js';
import { firstLivelock } from './explore/livelock.js';
import { exploreTogether } from './explore/parallel.js';
import { type Goal, type Move, shortestSchedules } from './explore/shortest.js';
import type { Model } from './machine/model.js';
import { bitOf } from './properties.js';
import { sourceLines } from './source-lines.js';
import { witnessSteps } from './witness-steps.js';
import { digestOf, scheduleText, tokenOf } from './witness-token.js';

/** As a caller's, with what the thread that explores is told. */
export interface ExploreOptions extends Pick<CheckOptions, 'properties' | 'jobs'>, Partial<Limits> {
  readonly reductions?: Partial<Reductions>;
  /** What each further thread runs: workers/explore.js. Without it one thread explores alone. */
  readonly helperFile?: URL;
}

const MAX_JOBS = 8;
/** Helpers take a while to start and levels to be shared out: up to so many states one thread is as fast. */
const STATES_ALONE = 1_000_000;

/** States that fit in 1 to 2 GB: tens of bytes each, or hundreds where histories and views come with them. */
export const DEFAULT_MAX_STATES: Readonly<Record<MemoryModel, number>> = { sc: 40_000_000, ra: 5_000_000 };

/** Explores what `resolved` asks for exhaustively. @throws UsageError, KernelCompileError, ProgramError */
export async function check(resolved: ResolvedCheck, options: ExploreOptions = {}): Promise<CheckResult> {
  const started = performance.now();
  const { config, protocol, scenario } = resolved;
  const bundle = await bundleFor(protocol.file, scenario.userRoles);
  const model = buildModel(bundle.text, resolved);
  const asked = options.properties ?? properties;
  const exploration = explored(model, options);
  const goals = goalsOf(exploration, asked);
  const schedules = shortestSchedules(exploration, goals);
  const witnesses = schedules.map((moves, index) =>
    witnessOf(resolved, bundle, model, (goals[index] as { property: Property }).property, moves),
  );
  const { complete, interrupted, visited, transitions, finals, levels, frontier } = exploration;
  const violated = new Set(witnesses.map(({ property }) => property));
  const status = (property: Property): 'holds' | 'violated' | 'unknown' =>
    violated.has(property) ? 'violated' : complete ? 'holds' : 'unknown';
  return {
    schema: 'reftorture/check@1',
    config,
    environment: describeEnvironment(),
    verdict: violated.size > 0 ? 'violated' : complete ? 'clean' : 'inconclusive',
    properties: Object.fromEntries(asked.map((property) => [property, status(property)])),
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
    notes: complete ? [limitsOf(config.memory, model.automaton, sourceLines(bundle))] : [stopped(exploration)],
  };
}

/** CPUs that others leave to us: helpers that have to wait for one hold everybody up at the end of each level. */
function idleCpus(): number {
  const [lastMinute = 0] = loadavg();
  return Math.max(1, Math.min(MAX_JOBS, availableParallelism() - Math.round(lastMinute)));
}

/** By one thread as long as that is quick, then by several. */
function explored(model: Model, options: ExploreOptions): Exploration {
  const reductions: Reductions = { symmetry: true, ...options.reductions };
  if (reductions.partialOrder && !model.sequential) {
    throw new UsageError('the partial-order reduction knows what commutes under sc alone: leave it out under ra');
  }
  const { maxStates = DEFAULT_MAX_STATES[model.sequential ? 'sc' : 'ra'], jobs = idleCpus(), helperFile } = options;
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`jobs must be a whole number from 1 on, not ${jobs}`);
  const together = jobs > 1 && model.sequential && !reductions.partialOrder && maxStates > STATES_ALONE;
  const limits: Limits = { maxStates, onLevel: options.onLevel, stop: options.stop };
  if (!together || !helperFile) return explore(model, reductions, limits);
  const alone = explore(model, reductions, { ...limits, maxStates: STATES_ALONE });
  if (alone.complete || alone.interrupted) return alone;
  return exploreTogether(model, reductions, limits, { threads: jobs, helperFile });
}

/** What was violated among `asked`, the most telling first, each with where its shortest witnesses end. */
function goalsOf(exploration: Exploration, asked: readonly Property[]): (Goal & { property: Property })[] {
  const { firstDepth, complete, levels } = exploration;
  const goals: (Goal & { property: Property })[] = [];
  for (const property of properties) {
    if (!asked.includes(property)) continue;
    const bit = bitOf(property);
    const depth = firstDepth.get(bit);
    if (depth !== undefined) goals.push({ property, bit, depth });
    if (property !== 'livelock' || !complete) continue;
    const state = firstLivelock(exploration);
    if (state >= 0) goals.push({ property, bit, state, depth: levels.findLastIndex((start) => start <= state) });
  }
  return goals;
}

function witnessOf(resolved: ResolvedCheck, bundle: Bundle, model: Model, property: Property, moves: Move[]): Witness {
  const steps = witnessSteps(model, moves, sourceLines(bundle));
  const digest = digestOf(bundle.digest, resolved.config);
  return {
    property,
    steps,
    countAccesses: steps.filter(({ location }) => location.startsWith('refcount')).length,
    switches: moves.filter(({ thread }, index) => index > 0 && thread !== moves[index - 1]?.thread).length,
    digest,
    schedule: scheduleText(moves),
    token: tokenOf(resolved, digest, moves),
  };
}

function stopped({ visited, frontier, outOfMemory, interrupted }: Exploration): string {
  const why = interrupted ? 'Interrupted' : outOfMemory ? 'Out of memory' : 'Stopped';
  const remedy = interrupted ? 'Give it longer, or take' : outOfMemory ? 'Take' : 'Raise --max-states, or take';
  return (
    `${why} at ${visited.size} states with ${frontier} of them still to expand: nothing is shown beyond them. ` +
    `${remedy} fewer threads, rounds or pages.`
  );
}
