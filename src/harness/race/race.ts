// A race: worker threads play a scenario's roles over one shared memory until time is up, and the detectors watch.

import { nativeCompiler } from '#native';
import { type Arena, createArena } from '../../arena/arena.js';
import { countsOf, totalsOf, violationsIn } from '../../arena/counts.js';
import { assertionsOf } from '../../engines/assertions.js';
import { kernelFor, sourcesOf } from '../../engines/kernels.js';
import type { Variant } from '../../front-end/sources.js';
import type { ResolvedRace } from '../../requests/race-request.js';
import { type RaceOptions, undefinedIfAborted } from '../../requests/run-options.js';
import type { RaceConfig, RaceResult, Stall } from '../../results/race-result.js';
import { STALL_SLEEP, STALL_SPIN } from '../../runtime/layout.js';
import { descriptorNumbers } from '../../scenarios/reclaim.js';
import { UsageError } from '../../usage-error.js';
import { observedBits } from '../../violations/table.js';
import { workerCompiler } from '../compile-in-worker.js';
import { type CrewOutcome, runCrew } from './crew.js';
import { raceResult } from './result.js';

/** The outcome of a race that was interrupted while its protocol was compiled. */
const NEVER_COMPILED: CrewOutcome = {
  results: [],
  failures: new Map(),
  interrupted: true,
  neverStarted: false,
  ran: false,
};

export const VARIANT_FOR: Readonly<Record<Stall['kind'], Variant>> = {
  none: 'detecting',
  spin: 'stalled',
  yield: 'stalled',
  sleep: 'stalled',
  noise: 'noisy',
};

/**
 * Runs a race. A worker that dies or hangs is no exception: the result is inconclusive and says which one.
 *
 * @throws KernelCompileError for a protocol that does not compile, UsageError for more pages than there is memory for,
 * NativeError where the native engine has no compiler.
 */
export async function race(resolved: ResolvedRace, options: RaceOptions = {}, crew = runCrew): Promise<RaceResult> {
  const { scenario } = resolved;
  const { signal } = options;
  const config = await withCompiler(resolved.config, signal);
  const variant = VARIANT_FOR[config.stall.kind];
  const code = await undefinedIfAborted(
    kernelFor(sourcesOf(resolved), config.engine, variant, workerCompiler(signal), config.tier),
    signal,
  );
  const arena = arenaFor(resolved);
  const workers = [...scenario.threadRoles.keys()];
  const assertionWith = assertionsOf(sourcesOf(resolved));
  if (!code) return raceResult(config, scenario.threadRoles, { arena, outcome: NEVER_COMPILED, assertionWith });
  const outcome = await crew({
    arena,
    code,
    roles: scenario.threadRoles,
    geometry: config,
    durationMs: config.durationMs,
    warmUpMs: warmUpMs(config),
    graceMs: 2000 + 4 * stallMs(config.stall), // a round may contain more than one stall
    pin: config.pin,
    stopOnViolation: config.stopOnViolation,
    signal,
    onTick: (elapsedMs) => {
      if (!options.onProgress) return;
      const counts = countsOf(arena, workers);
      options.onProgress({
        elapsedMs,
        durationMs: config.durationMs,
        operations: counts.operations(),
        violations: counts.violations(observedBits(config.dtor)),
        totals: totalsOf(counts),
        found: violationsIn(counts),
      });
    },
  });
  return raceResult(config, scenario.threadRoles, { arena, outcome, assertionWith });
}

/** `config` with what compiles its kernel, as far as that is known before an abort. @throws NativeError without a compiler */
async function withCompiler(config: RaceConfig, signal: AbortSignal | undefined): Promise<RaceConfig> {
  if (config.engine !== 'native') return config;
  const compiler = await undefinedIfAborted(nativeCompiler(signal), signal);
  return compiler ? { ...config, compiler: compiler.version } : config;
}

/** About how long one stall lasts at most: a round of a spin is a load and a compare. */
function stallMs({ kind, amount }: Stall): number {
  if (kind === 'none') return 0;
  if (kind === 'noise') return 2 * amount * 2e-6;
  return kind === 'spin' ? amount * 2e-6 : kind === 'yield' ? 0.1 : amount / 1000;
}

export const COMPILED_WARM_UP_MS = 20;

/** WebAssembly arrives compiled; JavaScript has to be seen hot first. A kernel that is held up need not be fast. */
function warmUpMs(config: RaceConfig): number {
  if (stallMs(config.stall) > 0.01) return 0;
  return config.engine === 'js' ? 100 : COMPILED_WARM_UP_MS;
}

function arenaFor({ config, protocol }: ResolvedRace): Arena {
  try {
    return createArena({
      ...config,
      workers: config.threads,
      perThreadWords: protocol.perThreadWords,
      lookedUp: config.dtor === 'looked-up',
      observed: observedBits(config.dtor),
      ...descriptorNumbers(config),
      cold: config.reuse === 'cold',
      stall: stallCode(config.stall),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError('the system has no memory for so many pages and threads: ask for fewer');
  }
}

/** A yield is the shortest sleep. Noise looks at amount and chance alone. */
function stallCode({ kind, amount, probability }: Stall): { kind: number; amount: number; chance: number } {
  if (kind === 'spin') return { kind: STALL_SPIN, amount, chance: probability };
  return { kind: STALL_SLEEP, amount: kind === 'yield' ? 1 : amount, chance: probability };
}
