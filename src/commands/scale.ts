// reftorture scale

import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import { TIERS, type Tier } from '../engines/tier.js';
import { ENGINES, type Engine } from '../front-end/sources.js';
import { scale } from '../harness/scale/scale.js';
import { PIN_ORDERS, type PinOrder } from '../machine/pin-order.js';
import type { Explained } from '../report/layout.js';
import { scaleCsv, scaleMarkdown } from '../report/scale-export.js';
import { scaleReport } from '../report/scale-report.js';
import { resolveScale, type ScaleRequest, TRIAL_MS, TRIALS } from '../requests/scale-request.js';
import { isPath } from '../requests/user-file.js';
import type { ScaleResult } from '../results/scale-result.js';
import { ceilings, workloads } from '../scenarios/workloads.js';
import { defined, duration, list, numberList, wholeNumber } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { refuseIdle, refuseIdleTier } from './inapplicable-options.js';
import { bar } from './progress.js';
import { FORCE, type Outcome, type OutputFlags, refuseTogether, runInShell, type Session } from './shell.js';

/** A gain of the series, and its two losses: neither is to be read without the other. */
const WORKLOADS: readonly string[] = ['shared', 'failed-get', 'free'];

interface ScaleFlags extends OutputFlags {
  protocol: string[];
  workload: readonly string[];
  engine?: string[];
  native?: true;
  threads?: number[];
  duration: number;
  trials: number;
  pages: number;
  pin: boolean;
  pinOrder: PinOrder;
  tier?: Tier;
  seed?: number;
  csv?: true;
  markdown?: true;
}

const HELP = helpBelow(
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
);

export function define(command: Command): void {
  command
    .description(
      'Measures how many operations a second a protocol does in tight loops without detectors, from one thread to many: with intervals, fairness between threads, and a fitted scalability law.',
    )
    .addOption(
      new Option('--protocol <names>', 'protocols, or paths of your own .ts files, with commas between')
        .argParser(list)
        .default(['old', 'v4'], 'old,v4'),
    )
    .addOption(
      new Option('--workload <names>', 'what the threads do, with commas between (below)')
        .argParser(list)
        .default(WORKLOADS, WORKLOADS.join(',')),
    )
    .addOption(
      new Option(
        '--engine <names>',
        `how the code runs: ${ENGINES.join(', ')} (default: native, if there is a C compiler, cc or $CC; else wasm)`,
      ).argParser(list),
    )
    .option('--native', 'one more engine, native, beside those of --engine, or beside wasm')
    .option(
      '--threads <numbers>',
      'numbers of threads, with commas between (default: 1, 2, 4, ... up to the CPUs)',
      numberList,
    )
    .addOption(
      new Option('--duration <time>', 'measured time of a trial: 150ms, 1s; a bare number is seconds')
        .argParser(duration)
        .default(TRIAL_MS, `${TRIAL_MS}ms`),
    )
    .option('--trials <n>', 'trials of each cell of the table', wholeNumber, TRIALS)
    .option('--pages <n>', `pages of the workloads ${PAGED.join(', ')}`, wholeNumber, 64)
    .option('--no-pin', 'leave the threads to the scheduler')
    .addOption(
      new Option(
        '--pin-order <order>',
        'one thread per core first, SMT siblings first, each next thread as far off as can be, or CPUs as numbered',
      )
        .choices(PIN_ORDERS)
        .default('cores', 'cores'),
    )
    .addOption(
      new Option('--tier <tier>', 'compiler of the wasm engine (default: the one that has an atomic add)').choices(
        TIERS,
      ),
    )
    .option('--seed <n>', 'seed of trial order, page tables and intervals (default: drawn, and shown)', wholeNumber)
    .option('--json', 'print the result, with every sample, as JSON')
    .option('--markdown', 'print one table as Markdown')
    .option('--csv', 'print every trial as comma-separated values')
    .option('--out <file>', 'write the result as JSON to a file')
    .option(...FORCE)
    .addHelpText('after', HELP)
    .action((flags: ScaleFlags, command: Command) =>
      runInShell(
        flags,
        (session) => {
          refuseWhatIsIdle(flags, command);
          return measured(flags, session);
        },
        flags.protocol.filter(isPath),
      ),
    );
}

/** Workloads for which --pages counts. */
const PAGED = workloads.filter(({ pages }) => pages === null).map(({ name }) => name);

function refuseWhatIsIdle({ tier, engine, pin, workload }: ScaleFlags, command: Command): void {
  refuseIdleTier(tier, engine ?? ['wasm']); // a tier alone asks for wasm
  if (!pin) refuseIdle(command, ['--pin-order'], 'threads that are not pinned have no order');
  if (workload.some((name) => PAGED.includes(name))) return;
  refuseIdle(command, ['--pages'], `only the workloads ${PAGED.join(', ')} have a number of pages`);
}

async function measured(flags: ScaleFlags, { signal, progress }: Session): Promise<Outcome> {
  refuseTogether({ json: flags.json, csv: flags.csv, markdown: flags.markdown });
  const result = await scale(await resolveScale(requestOf(flags), signal), {
    signal,
    onProgress: ({ done, total, cell }) => {
      const next = `trial ${done + 1} of ${total}: ${cell}`;
      progress.update(`${bar(done / total)}  ${next}`, next);
    },
  });
  const unmeasured = result.series.some(({ samples }) => samples.length === 0);
  return {
    value: result,
    text: () => textOf(result, flags),
    exitCode: unmeasured ? EXIT.inconclusive : EXIT.asExpected,
  };
}

function textOf(result: ScaleResult, { csv, markdown }: ScaleFlags): string {
  if (csv) return scaleCsv(result).trimEnd();
  return markdown ? scaleMarkdown(result) : scaleReport(result);
}

function requestOf(flags: ScaleFlags): ScaleRequest {
  const {
    protocol,
    workload,
    engine,
    native,
    threads,
    duration: durationMs,
    trials,
    pages,
    pin,
    pinOrder,
    tier,
  } = flags;
  return {
    protocols: protocol,
    workloads: workload,
    seed: flags.seed ?? randomInt(2 ** 31),
    ...defined({
      engines: engine as Engine[] | undefined,
      native,
      threads,
      durationMs,
      trials,
      pages,
      pin,
      pinOrder,
      tier,
    }),
  };
}
