// The command race.

import { randomInt } from 'node:crypto';
import { nativeCompiler } from '#native';
import { MOST_SOURCE_BYTES } from '../front-end/sources.js';
import { race } from '../harness/race/race.js';
import type { TypedOf } from '../options/option.js';
import { raceOptions } from '../options/race-options.js';
import { readRegularFile } from '../regular-file.js';
import { plural, short, time } from '../report/numbers.js';
import { raceReport } from '../report/race-report.js';
import { type Place, raceCases, type TestCase } from '../report/test-cases.js';
import { examineRace, type ResolvedRace } from '../requests/race-request.js';
import { requestsOf, resolveRow } from '../requests/resolve-options.js';
import { isPath } from '../requests/resolve-protocol.js';
import type { RaceResult } from '../results/race-result.js';
import { hasTrapped, observationsSeen, violationsSeen } from '../results/verdicts.js';
import { expectationFor, judge } from './expectations.js';
import { bar, type ProgressLine } from './progress.js';
import { commandOf, type Outcome, oneOrSet, type Session } from './shell.js';

type Asked = TypedOf<typeof raceOptions>;

export const define = commandOf({
  description:
    'Worker threads play the roles of a scenario over one shared page array. The protocol under test does every get, put, allocation and free; detectors watch for violations. A race finds bugs; a clean one is no proof.',
  help: [
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
  ],
  options: raceOptions,
  run: raceAll,
  inputs: ({ protocol = [], scenario = [] }) => [...protocol, ...scenario].filter(isPath),
});

async function raceAll(asked: Asked, { signal, progress }: Session): Promise<Outcome> {
  const { untilViolation } = asked;
  const until = untilViolation === undefined ? {} : { durationMs: untilViolation, stopOnViolation: true };
  const typed = { seed: randomInt(2 ** 31), ...asked, ...until };
  const requests = requestsOf(raceOptions, typed, ['scenario', 'protocol', 'engine', 'stall']);
  const races = resolveRow(requests, examineRace);
  if (asked.engine?.includes('native')) await nativeCompiler(signal); // without one, now: not after the first race
  const expectations = races.map(({ protocol, config }) => expectationFor(asked.expect, protocol, config));
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
    cases: casesOf(result),
  }));
  const judgement = judge(judged);
  return {
    value: oneOrSet(results, 'reftorture/race-set@1'),
    text: () => raceReport(results),
    exitCode: judgement.exitCode,
    cases: judgement.cases,
    remarks: signal.aborted ? [] : judgement.remarks,
  };
}

function casesOf(result: RaceResult): TestCase[] {
  const { protocol, scenario } = result.config;
  return raceCases(result, [protocol, scenario].filter(isPath), isPath(protocol) ? lastPutIn(protocol) : undefined);
}

/** Returns the line of the protocol `file` from which the window between steps 1 and 2 is reached, or else that of put. */
function lastPutIn(file: string): Place | undefined {
  const lines = readRegularFile(file, MOST_SOURCE_BYTES).toString('utf8').split('\n');
  const put = lines.findIndex((line) => /^export (?:function|const) put\b|^export \{.*\bput\b/.test(line));
  const window = lines.findIndex((line, index) => index > put && /\bwindow\(\)/.test(line));
  const step1 =
    window < 0 ? -1 : lines.findLastIndex((line, index) => index < window && /\b(?:fetch|compareE)\w+\(/.test(line));
  return put < 0 ? undefined : { file, line: Math.max(put, step1) + 1 };
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
