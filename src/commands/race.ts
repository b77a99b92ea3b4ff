// reftorture race

import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import { nativeCompiler } from '#native';
import { TIERS, type Tier } from '../engines/tier.js';
import { ENGINES, type Engine } from '../front-end/sources.js';
import { race } from '../harness/race/race.js';
import { plural, short, time } from '../report/numbers.js';
import { raceReport } from '../report/race-report.js';
import { resolveEach } from '../requests/inapplicable-options.js';
import { type RaceRequest, type ResolvedRace, resolveRace } from '../requests/race-request.js';
import { isPath } from '../requests/user-file.js';
import {
  hasTrapped,
  observationsSeen,
  type RaceConfig,
  type RaceResult,
  REUSES,
  type Reuse,
  type Stall,
  violationsSeen,
} from '../results/race-result.js';
import { scenarios } from '../scenarios/index.js';
import type { DescriptorOptions } from '../scenarios/reclaim.js';
import { violations } from '../violations/table.js';
import { defined, duration, list, stallList, violationList, wholeNumber } from './arguments.js';
import { reclaimOption, sectionOption } from './descriptor-options.js';
import { type Expect, expectationFor, judge } from './expectations.js';
import { helpBelow } from './help-text.js';
import { refuseIdle, refuseIdleTier } from './inapplicable-options.js';
import { bar, type ProgressLine } from './progress.js';
import { FORCE, type Outcome, type OutputFlags, oneOrSet, runInShell, type Session } from './shell.js';

interface RaceFlags extends OutputFlags, DescriptorOptions {
  protocol: string[];
  engine: string[];
  scenario: string[];
  tier?: Tier;
  threads?: number;
  pages?: number;
  pageBytes?: number;
  duration: number;
  stall: Stall[];
  dtor: RaceConfig['dtor'];
  recheck: boolean;
  reuse?: Reuse;
  seed?: number;
  pin?: boolean;
  stopOnViolation?: true;
  untilViolation?: number;
  expect?: Expect;
}

const HELP = helpBelow(
  [
    ['reftorture race', 'v4 in the reported scenario, two threads, 5 s'],
    ['reftorture race --protocol old,v4 --engine wasm,js', 'side by side, one run after another'],
    ['reftorture race --stall spin:1000@0.1', 'a worker is held up in one of ten windows'],
    ['reftorture race --stall spin:0,spin:10,spin:100', 'a run for each stall; lists combine'],
    ['reftorture race --until-violation 1m', 'until it shows, a minute at most'],
    [
      'reftorture race --scenario folio-index --reclaim grace --section put-inside',
      'counts in descriptors that are freed by RCU',
    ],
    ['reftorture race --scenario mixed --dtor looked-up --json --out result.json', ''],
  ],
  'Exit codes: 0 clean, or as expected with --expect; 1 violated, or not as expected; 2 bad usage; 3 inconclusive: a worker died or hung, or nothing ran; 130 interrupted, with what was gathered until then.',
);

export function define(command: Command): void {
  command
    .description(
      'Worker threads play the roles of a scenario over one shared page array. The protocol under test does every get, put, allocation and free; detectors watch for violations. A race finds bugs; a clean one is no proof.',
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
      new Option('--duration <time>', 'length of each run: 500ms, 5s, 2m, 1h; a bare number is seconds')
        .argParser(duration)
        .default(5000, '5s'),
    )
    .addOption(
      new Option(
        '--stall <kinds>',
        'hold workers up between steps 1 and 2: none, spin:N, yield, sleep:US; or anywhere: noise; each @probability',
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
    .addOption(
      new Option('--tier <tier>', 'compiler of the wasm engine (default: the one that has an atomic add)').choices(
        TIERS,
      ),
    )
    .option('--no-recheck', 'speculative getters do not look the page up again')
    .addOption(
      new Option(
        '--reuse <order>',
        'whether a worker takes the page first (hot) or last (cold) that it freed last (default: hot)',
      ).choices(REUSES),
    )
    .addOption(reclaimOption)
    .addOption(sectionOption)
    .option('--seed <n>', 'seed of all random choices (default: drawn, and shown in the result)', wholeNumber)
    .option('--pin', 'pin each worker to a CPU of its own (default: when there are as many CPUs as threads)')
    .option('--no-pin', 'leave the workers to the scheduler')
    .option('--stop-on-violation', 'end each run at its first violation')
    .option('--until-violation <time>', 'instead of a duration: until a violation shows, at most so long', duration)
    .option(
      '--expect [violations]',
      `succeed if what is known of the protocol shows, or one of these: ${violations.join(', ')}`,
      violationList,
    )
    .option('--json', 'print the result as JSON')
    .option('--out <file>', 'write the result as JSON to a file')
    .option(...FORCE)
    .addHelpText('after', HELP)
    .action((flags: RaceFlags, command: Command) => {
      const inputs = [...flags.protocol, ...flags.scenario].filter(isPath);
      return runInShell(
        flags,
        (session) => {
          refuseWhatIsIdle(flags, command);
          return raceAll(flags, session);
        },
        inputs,
      );
    });
}

function refuseWhatIsIdle({ tier, engine, untilViolation }: RaceFlags, command: Command): void {
  refuseIdleTier(tier, engine);
  if (untilViolation === undefined) return;
  refuseIdle(
    command,
    ['--duration', '--stop-on-violation'],
    '--until-violation ends each run at its first violation or after that time',
  );
}

async function raceAll(flags: RaceFlags, { signal, progress }: Session): Promise<Outcome> {
  const races = resolveEach(requestsOf(flags), resolveRace);
  if (flags.engine.includes('native')) await nativeCompiler(signal); // without one, now: not after the first race
  const expectations = races.map(({ protocol, config }) => expectationFor(flags.expect, protocol, config));
  const results: RaceResult[] = [];
  for (const [index, resolved] of races.entries()) {
    const label = races.length > 1 ? `run ${index + 1} of ${races.length}: ` : '';
    results.push(await raceWithProgress(resolved, label, progress, signal));
    if (signal.aborted) break;
  }
  const judged = results.map((result, index) => ({
    name: `${result.config.protocol} on ${result.config.engine}`,
    verdict: result.verdict,
    shown: [
      ...violationsSeen(result),
      ...observationsSeen(result),
      ...(hasTrapped(result.workers) ? ['trap' as const] : []),
    ],
    expectation: expectations[index],
  }));
  const judgement = judge(judged);
  return {
    value: oneOrSet(results, 'reftorture/race-set@1'),
    text: () => raceReport(results),
    exitCode: judgement.exitCode,
    remarks: signal.aborted ? [] : judgement.remarks,
  };
}

function raceWithProgress(
  resolved: ResolvedRace,
  label: string,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<RaceResult> {
  const { protocol, engine, threads } = resolved.config;
  const name = `${label}${protocol} on ${engine}`;
  progress.update(`${name}: starting ${plural(threads, 'thread')}`);
  return race(resolved, {
    signal,
    onProgress: ({ elapsedMs, durationMs, operations, violations: count }) => {
      const seen = `${short(operations)} operations, ${short(count)} violations`;
      progress.update(
        `${name}  ${bar(elapsedMs / durationMs)}  ${seen}`,
        `${name}: ${time(elapsedMs)} of ${time(durationMs)}, ${seen}`,
      );
    },
  });
}

/** Every combination of what was asked for. */
function requestsOf(flags: RaceFlags): RaceRequest[] {
  const { dtor, recheck, reuse, reclaim, section, pin, tier, threads, pages, pageBytes, untilViolation } = flags;
  const { seed = randomInt(2 ** 31) } = flags;
  const durationMs = untilViolation ?? flags.duration;
  const stopOnViolation = untilViolation === undefined ? flags.stopOnViolation : true;
  const pageArray = { threads, pages, pageBytes, reuse, reclaim, section };
  const common: RaceRequest = defined({ durationMs, dtor, recheck, pin, stopOnViolation, tier, seed, ...pageArray });
  return flags.scenario.flatMap((scenario) =>
    flags.protocol.flatMap((protocol) =>
      flags.engine.flatMap((engine) =>
        flags.stall.map((stall) => ({ ...common, scenario, protocol, engine: engine as Engine, stall })),
      ),
    ),
  );
}
