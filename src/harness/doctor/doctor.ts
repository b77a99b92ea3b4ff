// The doctor's examination: what this machine can measure, and what would disturb it.

import { nativeProblem } from '../../engines/native/compiler.js';
import { cacheUse } from '../../engines/native/library-cache.js';
import { EMBEDDED_ENGINES, ENGINES } from '../../front-end/sources.js';
import { usableCpus } from '../../machine/environment.js';
import { readMachine } from '../../machine/inspect.js';
import type { ScaleOptions } from '../../requests/run-options.js';
import { resolveScale } from '../../requests/scale-request.js';
import type { Ceiling, DoctorResult } from '../../results/doctor-result.js';
import type { ScaleResult } from '../../results/scale-result.js';
import { pinProblemOf } from '../../results/verdicts.js';
import { ceilings } from '../../scenarios/workloads.js';
import { scale } from '../scale/scale.js';
import { distancesToYardstick } from '../scale/yardstick.js';

const SHORT = { trials: 5, durationMs: 40 };

/** Looks at the machine, and measures its ceilings in short trials: for some seconds. */
export async function examine(options: ScaleOptions = {}, trials = SHORT): Promise<DoctorResult> {
  const compilerProblem = (await nativeProblem(options.signal)) ?? null;
  const usable = usableCpus();
  const threads = usable > 1 ? [1, 2] : [1];
  const engines = compilerProblem === null ? ENGINES : EMBEDDED_ENGINES;
  const measured = await scale(
    await resolveScale({
      protocols: ['old'], // plays no part in a ceiling
      workloads: ceilings.map(({ name }) => name),
      engines,
      threads,
      ...trials,
    }),
    options,
  );
  const withC = compilerProblem === null && !options.signal?.aborted;
  const distances = withC && (await distancesToYardstick({ ...options, engines, threads, ...trials }));
  const pinProblem = pinProblemOf(measured) ?? null;
  const found: Omit<DoctorResult, 'advice'> = {
    schema: 'reftorture/doctor@1',
    environment: measured.environment,
    machine: readMachine(),
    usableCpus: usable,
    cpuOrder: measured.cpuOrder,
    pinning: { works: pinProblem === null, problem: pinProblem },
    compiler: { works: compilerProblem === null, problem: compilerProblem },
    cache: cacheUse(),
    othersShare: measured.othersShare,
    ceilings: ceilingsOf(measured),
    ...(distances && { distances }),
  };
  return { ...found, advice: adviceFor(found) };
}

function ceilingsOf({ series }: ScaleResult): Ceiling[] {
  return series.flatMap(({ workload, engine, threads, median }) =>
    median === null
      ? []
      : [{ operation: workload, engine, threads, opsPerSec: median, nanoseconds: (1e9 * threads) / median }],
  );
}

type Found = Omit<DoctorResult, 'advice'>;

/** Share of the CPUs' time that others may take without a warning. */
const DISTURBED = 0.05;
const STOLEN = 0.01;

const RULES: readonly ((found: Found) => string | false)[] = [
  ({ usableCpus }) => usableCpus < 2 && 'one CPU: threads take turns, so neither races nor contention can be measured',
  ({ usableCpus }) =>
    usableCpus >= 2 &&
    usableCpus < 4 &&
    `${usableCpus} CPUs: enough to see contention, too few to see how it grows; a scalability curve needs four or more`,
  ({ environment: { cpuQuota, cpus } }) =>
    cpuQuota !== null &&
    cpuQuota < cpus &&
    `the container grants ${cpuQuota} of ${cpus} CPUs: raise its limit (--cpus)`,
  ({ machine: { threadsPerCore, cores } }) =>
    threadsPerCore !== null &&
    threadsPerCore > 1 &&
    `SMT: threads beyond the ${cores} cores share a core; --pin-order cores (the default) fills cores first`,
  ({ machine: { coreKinds } }) =>
    coreKinds !== null && coreKinds > 1 && `${coreKinds} kinds of cores: threads are pinned to the fastest first`,
  ({ machine: { numaNodes } }) =>
    numaNodes !== null &&
    numaNodes > 1 &&
    `${numaNodes} memory nodes: where a curve bends, look at the pin order first`,
  ({ machine: { virtualisation } }) =>
    virtualisation !== null &&
    `a virtual machine (${virtualisation}): the hypervisor can stop a CPU between any two instructions, and its neighbours share caches; compare within a run only`,
  ({ machine: { stealShare } }) =>
    stealShare !== null &&
    stealShare > STOLEN &&
    `the hypervisor has kept ${percent(stealShare)} of the CPUs' time for others: use a machine with CPUs of its own`,
  ({ environment: { governor } }) =>
    governor !== null &&
    governor !== 'performance' &&
    `frequency governor "${governor}": set "performance" (cpupower frequency-set -g performance)`,
  ({ othersShare }) =>
    othersShare !== null &&
    othersShare > DISTURBED &&
    `other programs or the hypervisor took ${percent(othersShare)} of the CPUs' time just now: stop them first`,
  ({ pinning: { works, problem } }) => !works && `threads cannot be pinned: ${problem}`,
  ({ compiler: { works, problem } }) => !works && `ratios between protocols will be those of V8's code: ${problem}`,
  () =>
    process.arch === 'x64' &&
    "V8's optimising compiler has no atomic add on x64: the wasm engine uses the baseline compiler, and the js engine measures compare-and-swap loops",
];

export function adviceFor(found: Found): string[] {
  return RULES.map((rule) => rule(found)).filter((advice) => advice !== false);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
