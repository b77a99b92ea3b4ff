// A measurement as a program in C: a kernel of each protocol, the workloads, and a main().

import { bytesForWords, createArena } from '../arena/arena.js';
import { PLAIN, pagesOf, TRIAL_PAGE_BYTES } from '../arena/trial-arena.js';
import { type Maker, programKernels } from '../engines/kernels.js';
import { MEASURED_CALLS } from '../engines/make.js';
import { GRACE_MS } from '../harness/scale/crew.js';
import { WARM_UP_MS } from '../harness/scale/runners.js';
import { scaleOptions } from '../options/scale-options.js';
import { printKernels } from '../printers/c/print-kernels.js';
import { stringText } from '../printers/c/print-module.js';
import type { ResolvedScale } from '../requests/scale-request.js';
import type { ScaleSeries } from '../results/scale-result.js';
import { CONFIG_LOOKED_UP, CONFIG_RECHECK } from '../runtime/layout.js';
import { BATCH_ROUNDS, STABLE, WARM_UP_BATCH_MS, WARM_UP_BATCHES } from '../workers/scale.js';
import {
  braces,
  commonDefinitions,
  configDefinition,
  defines,
  handWritten,
  jsonMembers,
  opening,
} from './definitions.js';
import { SCALE_HELP } from './help.js';

/** Statistics of a series, which are computed by whatever reads the result. */
const NO_STATISTICS: Partial<ScaleSeries> = {
  ...{ median: null, low: null, high: null, perThread: null, casRetriesPerOp: null, failedGetsPerOp: null },
  ...{ abortedFreesPerOp: null, getsPerOp: null, freesPerOp: null, speedupVsOld: null, ratioToNative: null },
};

/** The text of the program. `typed`: the command line that prints it. @throws what `maker` throws */
export async function scaleProgram(
  { config, protocols, workloads }: ResolvedScale,
  typed: string,
  maker: Maker,
): Promise<string> {
  const all = protocols.map(({ file }, index) => [`p${index}_`, { protocolFile: file }, 'counting'] as const);
  const kernels = await programKernels(all, MEASURED_CALLS, maker);
  const { words } = createArena({
    ...PLAIN,
    engine: 'js',
    workers: 1,
    pages: 1,
    pageBytes: TRIAL_PAGE_BYTES,
    slots: 1,
    seed: 1,
  });
  const protocolRows = protocols.map(({ name, perThreadWords }) =>
    braces([stringText(name), bytesForWords(perThreadWords)]),
  );
  const workloadRows = workloads.map((workload) => {
    const pages = pagesOf({ workload, threads: 1, pages: config.pages });
    return braces([
      stringText(workload.name),
      workload.number,
      pages,
      workload.slots,
      Number(workload.draw === 'zipf'),
    ]);
  });
  return [
    opening(typed, 'scale'),
    printKernels(kernels, MEASURED_CALLS, { measured: true }),
    commonDefinitions(),
    defines({
      PROGRAM: 'scale',
      LEAST_THREADS: 1,
      CONFIG_JSON: jsonMembers({
        protocols: config.protocols,
        workloads: config.workloads,
        engines: ['native'],
        native: true,
        pages: config.pages,
      }),
      SCALE_PAGE_BYTES: TRIAL_PAGE_BYTES,
      MOST_PAGES: config.pages,
      PIN_ORDER: scaleOptions.pinOrder.default as string,
      DURATION_MS: scaleOptions.durationMs.default as number,
      NO_STATISTICS: jsonMembers(NO_STATISTICS),
      TRIALS: scaleOptions.trials.default as number,
      GRACE_MS,
      WARM_UP_MS: WARM_UP_MS.native,
      WARM_UP_BATCH_MS,
      WARM_UP_BATCHES,
      STABLE,
      BATCH_ROUNDS,
      HELP: SCALE_HELP,
    }),
    configDefinition(words, { CONFIG_LOOKED_UP, CONFIG_RECHECK }),
    `static const struct {\n  const char *name;\n  int words_bytes; // of a worker's words for a page\n} PROTOCOLS[] = ${braces(protocolRows)};\n`,
    `static const struct workload {\n  const char *name;\n  int number, pages, slots, zipf;\n} WORKLOADS[] = ${braces(workloadRows)};\n`,
    handWritten('program.h'),
    handWritten('scale.h'),
  ].join('\n');
}
