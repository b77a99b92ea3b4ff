// reftorture race

import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import { type Expectation, expectationOf, mismatch } from '../analysis/expectation.js';
import { ENGINES, type Engine } from '../engines/sources.js';
import type { Tier } from '../engines/tier.js';
import { race } from '../harness/race/race.js';
import { type Violation, violations } from '../protocols/index.js';
import { short } from '../report/numbers.js';
import { raceFooter, raceHeading, raceTable } from '../report/race-table.js';
import { raceConfig } from '../requests/race-request.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import type { RaceConfig, RaceResult, Stall } from '../results/race-result.js';
import { scenarios } from '../scenarios/index.js';
import { UsageError } from '../usage-error.js';
import { duration, list, stallList, violationList, wholeNumber } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { openOutput } from './output-file.js';
import { bar, progressLine } from './progress.js';

interface RaceFlags {
  protocol: string[];
  engine: string[];
  scenario: string[];
  tier?: string;
  threads?: number;
  pages?: number;
  pageBytes?: number;
  duration: number;
  stall: Stall[];
  dtor: RaceConfig['dtor'];
  recheck: boolean;
  seed?: number;
  pin?: boolean;
  stopOnViolation?: true;
  expect?: true | Violation[];
  json?: true;
  out?: string;
}

const EXAMPLES = `
Examples:
  reftorture race                                      v4 in the scenario of the report, two threads, 5 s
  reftorture race --protocol old,v4 --engine wasm,js   side by side, one run after another
  reftorture race --protocol v4 --stall spin:1000@0.1  hold a worker up in one of ten windows
  reftorture race --stall spin:0,spin:10,spin:100      a run for each stall; lists combine
  reftorture race --scenario mixed --dtor looked-up --duration 1m --json --out result.json

Exit codes: 0 clean, or as expected with --expect; 1 violated, or not as expected; 2 bad usage; 3 inconclusive;
130 interrupted, with what was gathered until then.`;

export function addRace(program: Command): void {
  program
    .command('race')
    .summary('hammer a page array from worker threads and watch for lifetime violations')
    .description(
      'Worker threads play the roles of a scenario over one shared page array, with every get, put, allocation and free done by the protocol under test, while detectors watch for violations. Finds bugs; a clean run is no proof.',
    )
    .addOption(
      new Option('--protocol <names>', 'protocols to race, or paths of your own .ts files, with commas between')
        .argParser(list)
        .default(['v4'], 'v4'),
    )
    .addOption(
      new Option(
        '--scenario <names>',
        `who does what: ${scenarios.map(({ name }) => name).join(', ')}, or paths of your own`,
      )
        .argParser(list)
        .default(['email'], 'email'),
    )
    .addOption(
      new Option('--engine <names>', `how the code runs: ${ENGINES.join(', ')}`)
        .argParser(list)
        .default(['wasm'], 'wasm'),
    )
    .option(
      '--threads <n>',
      'worker threads; may exceed the CPUs (default: 2, or what the scenario needs)',
      wholeNumber,
    )
    .option('--pages <n>', 'pages in the array (default: the scenario decides)', wholeNumber)
    .option(
      '--page-bytes <n>',
      'distance of pages: 64, or 128 to defeat adjacent-line prefetch (default: 64)',
      wholeNumber,
    )
    .addOption(
      new Option('--duration <time>', 'of each run: 500ms, 5s, 2m, 1h; a bare number is seconds')
        .argParser(duration)
        .default(5000, '5s'),
    )
    .addOption(
      new Option(
        '--stall <kinds>',
        'hold workers up between steps 1 and 2: none, spin:N, yield, sleep:US, each @probability',
      )
        .argParser(stallList)
        .default(stallList('none'), 'none'),
    )
    .addOption(
      new Option(
        '--dtor <policy>',
        'which destructor runs: the one the destroyer believes in, or the one the page names',
      )
        .choices(['captured', 'looked-up'])
        .default('captured', 'captured'),
    )
    .option('--no-recheck', 'speculative getters do not look the page up again')
    .option('--seed <n>', 'of all random choices (default: drawn, and shown in the result)', wholeNumber)
    .option('--pin', 'pin each worker to a CPU of its own (default: when there are as many CPUs as threads)')
    .option('--no-pin', 'leave the workers to the scheduler')
    .option('--stop-on-violation', 'end each run at its first violation')
    .option(
      '--expect [violations]',
      `succeed if what is known of the protocol shows, or one of these: ${violations.join(', ')}`,
      violationList,
    )
    .option('--json', 'print the result as JSON')
    .option('--out <file>', 'write the result as JSON to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: RaceFlags) => {
      process.exitCode = await run(flags);
    });
}

async function run(flags: RaceFlags): Promise<number> {
  const cells = cellsOf(flags, flags.seed ?? randomInt(2 ** 31));
  const expectations = cells.map((cell) => expectationFor(flags.expect, cell));
  const output = flags.out === undefined ? undefined : openOutput(flags.out);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const progress = progressLine();
  const results: RaceResult[] = [];
  try {
    for (const [index, cell] of cells.entries()) {
      const label = `${cells.length > 1 ? `run ${index + 1} of ${cells.length}: ` : ''}${cell.protocol} on ${cell.engine}`;
      progress.update(`${label}: starting ${cell.threads} threads`);
      const onProgress: Parameters<typeof race>[1] = {
        signal: interruption.signal,
        onProgress: ({ elapsedMs, durationMs, operations, violations: count }) =>
          progress.update(
            `${label}  ${bar(elapsedMs / durationMs)}  ${short(operations)} operations, ${short(count)} violations`,
          ),
      };
      results.push(await race(cell, onProgress));
      if (interruption.signal.aborted) break;
    }
    progress.end();
    const json = JSON.stringify(
      results.length === 1 ? results[0] : { schema: 'reftorture/race-set@1', runs: results },
      null,
      2,
    );
    if (flags.json) process.stdout.write(`${json}\n`);
    else process.stdout.write(`${raceHeading(results)}\n\n${raceTable(results)}\n${raceFooter(results)}\n`);
    output?.commit(`${json}\n`); // last: a full disk must not take the result along
  } finally {
    progress.end();
    output?.discard();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  if (interruption.signal.aborted) return EXIT.interrupted;
  return exitCodeOf(results, expectations);
}

/** Every combination of what was asked for. */
function cellsOf(flags: RaceFlags, seed: number): RaceConfig[] {
  const common = commonOf(flags);
  return flags.scenario.flatMap((scenario) =>
    flags.protocol.flatMap((protocol) =>
      flags.engine.flatMap((engine) =>
        flags.stall.map((stall) =>
          raceConfig({ ...common, scenario, protocol, engine: engine as Engine, stall, seed }),
        ),
      ),
    ),
  );
}

function commonOf(flags: RaceFlags): Partial<RaceConfig> {
  const { duration: durationMs, dtor, recheck } = flags;
  return {
    ...{ durationMs, dtor, recheck },
    ...(flags.pin !== undefined && { pin: flags.pin }),
    ...(flags.stopOnViolation && { stopOnViolation: true }),
    ...(flags.tier !== undefined && { tier: flags.tier as Tier }),
    ...(flags.threads !== undefined && { threads: flags.threads }),
    ...(flags.pages !== undefined && { pages: flags.pages }),
    ...(flags.pageBytes !== undefined && { pageBytes: flags.pageBytes }),
  };
}

function expectationFor(expect: RaceFlags['expect'], cell: RaceConfig): Expectation | undefined {
  if (expect === undefined) return undefined;
  if (expect !== true) return { oneOf: expect, tolerated: violations };
  const { entry } = resolveProtocol(cell.protocol);
  if (!entry) {
    throw new UsageError(`nothing is known of "${cell.protocol}": say what to expect, for example --expect stolenFree`);
  }
  return expectationOf(entry, cell.dtor);
}

function exitCodeOf(results: readonly RaceResult[], expectations: readonly (Expectation | undefined)[]): number {
  let code: number = EXIT.asExpected;
  for (const [index, result] of results.entries()) {
    if (result.verdict === 'inconclusive') return EXIT.inconclusive;
    const expectation = expectations[index];
    const complaint = expectation && mismatch(expectation, result);
    if (complaint) process.stderr.write(`${result.config.protocol} on ${result.config.engine}: ${complaint}\n`);
    if (expectation ? complaint : result.verdict === 'violated') code = EXIT.violation;
  }
  return code;
}
