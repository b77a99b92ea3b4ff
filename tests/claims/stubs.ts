// Instruments whose checks, races and measurements are given, for answers on evidence made up for a test.

import type { Instruments } from '../../src/claims/claim.js';
import { claims } from '../../src/claims/index.js';
import type { Engine } from '../../src/front-end/sources.js';
import type { LitmusOutcomes } from '../../src/harness/litmus.js';
import type { CheckRequest } from '../../src/requests/check-request.js';
import type { RaceRequest } from '../../src/requests/race-request.js';
import type { CheckResult } from '../../src/results/check-result.js';
import type { ClaimPart } from '../../src/results/claims-result.js';
import type { RaceResult } from '../../src/results/race-result.js';
import type { ReplayResult } from '../../src/results/replay-result.js';
import type { ScaleResult, ScaleSeries } from '../../src/results/scale-result.js';
import { byName } from '../../src/results/verdicts.js';

type Interval = readonly [low: number, median: number, high: number];

interface Given {
  readonly check?: (request: CheckRequest) => Partial<CheckResult>;
  readonly litmus?: (names: readonly string[]) => Pick<LitmusOutcomes, 'results'>;
  readonly prove?: (request: CheckRequest) => CheckResult['anyThreads'];
  readonly replay?: () => Partial<ReplayResult>;
  readonly race?: (request: RaceRequest) => { stolenFree: number; stalls?: number; frees?: number };
  readonly firstViolationMs?: number | null;
  /** Engines of the measurements; wasm unless given. */
  readonly engines?: readonly Engine[];
  readonly threads?: readonly number[];
  readonly ratio?: (protocol: string, threads: number, workload: string) => Interval | null;
  /** Of all threads together, in millions. */
  readonly mops?: (protocol: string, threads: number, workload: string) => Interval | null;
  readonly abortedFreesPerOp?: number;
  readonly freesPerOp?: number;
  readonly othersShare?: number;
}

export function stubbed(given: Given): Instruments {
  return {
    quick: true,
    check: async (request) => {
      const config = { scenario: 'email', ...request, roles: ['T1', 'T2'], rounds: 1, pages: 1, memory: 'sc' };
      const empty = { complete: true, states: 5, properties: {}, witnesses: [] };
      return { config, ...empty, ...asked(given.check)(request) } as CheckResult;
    },
    litmus: async (names) => (given.litmus?.(names) ?? { results: [] }) as LitmusOutcomes,
    prove: async (request) => given.prove?.(request),
    replay: async () => asked(given.replay)() as ReplayResult,
    race: async (request) => {
      const { stolenFree, stalls = 0, frees = 1000 } = asked(given.race)(request);
      return {
        durationMs: 1000,
        firstViolationMs: given.firstViolationMs ?? null,
        totals: { operations: 3000, frees, stalls, resurrections: 7 },
        config: { threads: 2, stall: { kind: 'none', amount: 0, probability: 0 }, ...request },
        workers: [{ cpu: 0 }, { cpu: 1 }],
        violations: { ...byName(() => 0), stolenFree, typeConfusionStaleGet: 4 },
      } as unknown as RaceResult;
    },
    besideOthers: async (run) => ({ result: await run(), othersShare: given.othersShare ?? null }),
    scale: async ({ protocols = [], workloads = [] }) => {
      const workload = workloads[0] ?? '';
      const series = (given.engines ?? ['wasm']).flatMap((engine) =>
        protocols.flatMap((protocol) =>
          (given.threads ?? [1, 2]).map((threads) => seriesOf(given, engine, protocol, threads, workload)),
        ),
      );
      const config = { protocols, workloads, trials: 9, durationMs: 40 };
      return { config, series, othersShare: given.othersShare ?? null } as unknown as ScaleResult;
    },
  };
}

function seriesOf(given: Given, engine: Engine, protocol: string, threads: number, workload: string): ScaleSeries {
  const estimate = given.ratio?.(protocol, threads, workload);
  const speed = given.mops ? given.mops(protocol, threads, workload) : ([10, 10, 10] as const);
  const [low = null, median = null, high = null] = speed?.map((mops) => mops * 1e6) ?? [];
  return {
    protocol,
    threads,
    engine,
    workload,
    oversubscribed: false,
    ...{ low, median, high },
    casRetriesPerOp: 0,
    abortedFreesPerOp: given.abortedFreesPerOp ?? 0,
    ...(given.freesPerOp !== undefined && { freesPerOp: given.freesPerOp }),
    speedupVsOld: estimate ? { low: estimate[0], median: estimate[1], high: estimate[2] } : null,
  } as unknown as ScaleSeries;
}

function asked<T>(of: T | undefined): T {
  if (of === undefined) throw new Error('not asked for');
  return of;
}

/** The answer to a part, such as `C6` `b`. */
export async function answerTo(
  row: string,
  id: string,
  instruments: Instruments,
): Promise<Omit<ClaimPart, 'id' | 'label' | 'question'>> {
  const part = claims.find((claim) => claim.id === row)?.parts.find((one) => one.id === id);
  if (!part) throw new Error(`no part ${row} ${id}`);
  return { details: [], witness: null, ...(await part.settle(instruments)) };
}
