// A race: worker threads play a scenario's roles over one shared memory until time is up, and the detectors watch.

import { type Arena, createArena } from '../../arena/arena.js';
import { operationsIn, sumCounts } from '../../arena/tally.js';
import { instantiate } from '../../engines/kernel.js';
import { kernelFor } from '../../engines/store.js';
import { raceConfig } from '../../requests/race-request.js';
import { resolveProtocol } from '../../requests/resolve-protocol.js';
import { resolveScenario } from '../../requests/resolve-scenario.js';
import type { RaceConfig, RaceResult, Stall } from '../../results/race-result.js';
import { FIRST_VIOLATION } from '../../runtime/counters.js';
import { STALL_SLEEP, STALL_SPIN } from '../../runtime/layout.js';
import { UsageError } from '../../usage-error.js';
import { runCrew } from './crew.js';
import { raceResult } from './result.js';

export interface RaceProgress {
  readonly elapsedMs: number;
  readonly durationMs: number;
  readonly operations: number;
  readonly violations: number;
}

export interface RaceOptions {
  /** Ends the run early; what was gathered is returned. */
  readonly signal?: AbortSignal | undefined;
  /** Called about ten times a second while the workers run. */
  readonly onProgress?: (progress: RaceProgress) => void;
}

/**
 * Runs a race. A worker that dies or hangs is no exception: the result is inconclusive and says which one.
 *
 * @throws UsageError for a configuration that cannot run, KernelCompileError for a protocol that does not compile.
 */
export async function race(asked: Partial<RaceConfig>, options: RaceOptions = {}): Promise<RaceResult> {
  const config = raceConfig(asked);
  const scenario = resolveScenario(config.scenario);
  const roles = scenario.roles(config.threads);
  const { file } = resolveProtocol(config.protocol);
  const variant = config.stall.kind === 'none' ? 'detecting' : 'stalled';
  const code = await kernelFor(file, config.engine, variant, config.tier, scenario);
  const arena = arenaFor(config);
  const crew = await runCrew({
    arena,
    code,
    roles,
    durationMs: config.durationMs,
    warmUpMs: warmUpMs(config),
    graceMs: 2000 + 4 * stallMs(config.stall), // a round may hold several stalls
    pin: config.pin,
    stopOnViolation: config.stopOnViolation,
    signal: options.signal,
    onTick: (elapsedMs) => {
      const counts = sumCounts(arena, config.threads);
      options.onProgress?.({
        elapsedMs,
        durationMs: config.durationMs,
        operations: operationsIn(counts),
        violations: counts.subarray(FIRST_VIOLATION).reduce((sum, count) => sum + count, 0),
      });
    },
  });
  return raceResult(
    config,
    roles,
    arena,
    crew,
    instantiate(code, arena.memory, () => 0),
  );
}

/** About how long one stall lasts: a round of a spin is a load and a compare. */
function stallMs({ kind, amount }: Stall): number {
  if (kind === 'none') return 0;
  return kind === 'spin' ? amount * 2e-6 : kind === 'yield' ? 0.1 : amount / 1000;
}

/** WebAssembly arrives compiled; JavaScript has to be seen hot first. A kernel that is held up need not be fast. */
function warmUpMs(config: RaceConfig): number {
  if (stallMs(config.stall) > 0.01) return 0;
  return config.engine === 'js' ? 100 : 20;
}

function arenaFor(config: RaceConfig): Arena {
  try {
    return createArena({
      ...config,
      workers: config.threads,
      lookedUp: config.dtor === 'looked-up',
      stall: stallCode(config.stall),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`the system has no memory for ${config.pages} pages: ask for fewer with --pages`);
  }
}

/** A yield is the shortest sleep. */
function stallCode({ kind, amount, probability }: Stall): { kind: number; amount: number; chance: number } {
  if (kind === 'spin') return { kind: STALL_SPIN, amount, chance: probability };
  return { kind: STALL_SLEEP, amount: kind === 'yield' ? 1 : amount, chance: probability };
}
