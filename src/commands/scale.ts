// The command scale.

import { randomInt } from 'node:crypto';
import { scale } from '../harness/scale/scale.js';
import { scaleOptions } from '../options/scale-options.js';
import type { Explained } from '../report/layout.js';
import { benchmarkJson, scaleCsv, scaleMarkdown, scaleReport } from '../report/scale-report.js';
import { requestsOf } from '../requests/resolve-options.js';
import { isPath } from '../requests/resolve-protocol.js';
import { resolveScale } from '../requests/scale-request.js';
import { ceilings, workloads } from '../scenarios/workloads.js';
import { EXIT } from './exit-codes.js';
import { bar } from './progress.js';
import { commandOf } from './shell.js';

export const define = commandOf({
  description:
    'Measures how many operations a second a protocol does in tight loops without detectors, from one thread to many: with intervals, fairness between threads, and a fitted scalability law.',
  help: [
    [
      ['reftorture scale', 'old and v4: what a shared page gains, what failed gets and frees lose'],
      ['reftorture scale --threads 1,2,4,8,16', 'a sweep; rows beyond the CPUs are marked'],
      [
        'reftorture scale --engine wasm,native --workload shared,failed-get,free',
        'how far WebAssembly is from native code',
      ],
      ['reftorture scale --protocol old,v4,my-protocol.ts --json --out result.json', ''],
    ],
    { heading: 'Workloads:', items: workloads.map(({ name, description }): Explained => [name, description]) },
    `Ceilings of the machine, as workloads of their own: ${ceilings.map(({ name }) => name).join(', ')}.`,
    "The trials of all protocols take turns in random order, so that what disturbs one disturbs all. Compare protocols within a run, and look at the interval before the number. A ratio between protocols is one of native code, which is the default: on x64 the wasm engine runs on V8's baseline compiler, since the optimising one expands an atomic add into a compare-and-swap loop, and the js engine does the same.",
    'Exit codes: 0 measured; 2 bad usage, or the native engine without a C compiler; 3 a cell could not be measured; 130 interrupted, with what was gathered until then.',
  ],
  options: scaleOptions,
  run: async (asked, { signal, progress, open }) => {
    const file = asked.benchJson === undefined ? undefined : open(asked.benchJson, 'benchmark');
    const [request = {}] = requestsOf(scaleOptions, { seed: randomInt(2 ** 31), ...asked }, []);
    const result = await scale(await resolveScale(request, signal), {
      signal,
      onProgress: ({ done, total, cell }) => {
        const next = `trial ${done + 1} of ${total}: ${cell}`;
        progress.update(`${bar(done / total)}  ${next}`, next);
      },
    });
    const textOf = asked.csv ? scaleCsv : asked.markdown ? scaleMarkdown : scaleReport;
    const unmeasured = result.series.some(({ samples }) => samples.length === 0);
    return {
      value: result,
      text: () => textOf(result).trimEnd(),
      exitCode: unmeasured ? EXIT.inconclusive : EXIT.asExpected,
      files: file ? [{ file, text: benchmarkJson(result) }] : [],
    };
  },
  inputs: ({ protocols }) => protocols?.filter(isPath),
});
