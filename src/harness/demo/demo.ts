// The demonstration: what reftorture does on one example, the reported race. It runs on real threads with nothing slowed
// down, is explored in every interleaving, and is forced onto real threads; then the gain in speed is measured.
//
// A race shows by chance or not, depending on the machine and its load, so its absence is no failure; the forced
// schedule shows it everywhere. A defect is a failure: a sound protocol accused, an exploration that misses the
// known race, a replay that differs, a worker that dies.

import { expectationOf, mismatch } from '../../analysis/expectation.js';
import { loadWitness } from '../../checker/load-witness.js';
import { describeEnvironment, usableCpus } from '../../machine/environment.js';
import { resolveCheck } from '../../requests/check-request.js';
import { type RaceRequest, type ResolvedRace, resolveRace } from '../../requests/race-request.js';
import { resolveScale } from '../../requests/scale-request.js';
import type { CheckResult, WitnessStep } from '../../results/check-result.js';
import type { DemoResult } from '../../results/demo-result.js';
import type { RaceResult } from '../../results/race-result.js';
import type { ReplayResult } from '../../results/replay-result.js';
import type { ScaleResult } from '../../results/scale-result.js';
import { violationsSeen } from '../../results/verdicts.js';
import { check } from '../check/check.js';
import { workerCompiler } from '../compile-in-worker.js';
import { race } from '../race/race.js';
import { replay } from '../replay/replay.js';
import { scale } from '../scale/scale.js';

export interface DemoOptions {
  readonly signal: AbortSignal;
  readonly onStart: (what: string) => void;
  /** One for each kind of step, which is called as soon as a step is over. */
  readonly onStep: {
    readonly race: (result: RaceResult) => void;
    readonly check: (result: CheckResult) => void;
    readonly replay: (result: ReplayResult, steps: readonly WitnessStep[]) => void;
    readonly scale: (result: ScaleResult) => void;
  };
  /** Of a race, in milliseconds. */
  readonly durationMs: number;
}

const REPLAYS = 10;
const LONGEST_TRIAL_MS = 60;
const STALL = { kind: 'spin', amount: 1000, probability: 1 } as const;

export async function demo(options: DemoOptions): Promise<DemoResult> {
  const started = performance.now();
  const { signal, onStart, onStep, durationMs } = options;
  const races: RaceResult[] = [];
  const broken: string[] = [];
  let explored: CheckResult | null = null;
  let replayed: ReplayResult | null = null;
  let measured: ScaleResult | null = null;

  const raced = async (request: RaceRequest): Promise<RaceResult> => {
    const resolved = resolveRace({ scenario: 'email', durationMs, ...request });
    onStart(`${request.protocol} on real threads`);
    const result = await race(resolved, { signal });
    races.push(result);
    broken.push(...defectsOf(resolved, result));
    onStep.race(result);
    return result;
  };
  const showsTheft = (result: RaceResult): boolean => result.violations.stolenFree > 0;
  const steps: (() => Promise<void>)[] = [
    async () => void (await raced({ protocol: 'old' })),
    async () => {
      const natural = await raced({ protocol: 'v4' });
      if (!showsTheft(natural) && !signal.aborted) await raced({ protocol: 'v4', stall: STALL });
    },
    async () => {
      onStart('every interleaving of v4');
      explored = await check(resolveCheck({ protocol: 'v4', scenario: 'email' }), { signal });
      if (!explored.witness && !signal.aborted) broken.push('check found no violation of v4');
      onStep.check(explored);
    },
    async () => {
      const token = explored?.witness?.token;
      if (token === undefined) return;
      onStart('the witness on real threads');
      const witness = await loadWitness(token, workerCompiler(signal));
      replayed = await replay(witness, { times: REPLAYS, signal });
      if (replayed.verdict !== 'confirmed') broken.push(`the replay is ${replayed.verdict}`);
      onStep.replay(replayed, witness.steps);
    },
    async () => {
      const threads = usableCpus() > 1 ? [1, 2] : [1];
      const resolved = await resolveScale({
        protocols: ['old', 'v4'],
        workloads: ['shared', 'failed-get', 'free'],
        threads,
        trials: 7,
        durationMs: Math.min(LONGEST_TRIAL_MS, durationMs / 10),
      });
      const onProgress = ({ done, total }: { done: number; total: number }): void =>
        onStart(`throughput, trial ${done + 1} of ${total}`);
      measured = await scale(resolved, { signal, onProgress });
      onStep.scale(measured);
    },
  ];
  for (const step of steps) {
    if (signal.aborted) break;
    await step();
  }
  const thefts = races.filter(showsTheft);
  return {
    schema: 'reftorture/demo@1',
    environment: describeEnvironment(),
    races,
    shown: thefts.length === 0 ? 'not at all' : thefts[0]?.config.stall.kind === 'none' ? 'naturally' : 'stalled',
    check: explored,
    replay: replayed,
    scale: measured,
    broken,
    elapsedMs: performance.now() - started,
    interrupted: signal.aborted,
  };
}

/** Returns what is a defect on any machine. A known violation that did not show is not one. */
function defectsOf({ protocol, config }: ResolvedRace, result: RaceResult): string[] {
  if (result.interrupted) return [];
  if (result.verdict === 'inconclusive') return [`the race of ${protocol.name} is inconclusive: ${result.notes[0]}`];
  if (!protocol.entry) return [];
  const { tolerated } = expectationOf(protocol.entry, config.dtor);
  const complaint = mismatch({ oneOf: [], tolerated }, violationsSeen(result));
  return complaint === undefined ? [] : [`${protocol.name}: ${complaint}`];
}
