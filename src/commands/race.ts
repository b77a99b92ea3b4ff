// The command race.

import { randomInt } from 'node:crypto';
import { nativeCompiler } from '#native';
import { race } from '../harness/race/race.js';
import { step1Of } from '../harness/race/step1.js';
import type { TypedOf } from '../options/option.js';
import { raceOptions } from '../options/race-options.js';
import { plural, short, time } from '../report/numbers.js';
import { raceReport } from '../report/race-report.js';
import { raceCases } from '../report/test-cases.js';
import { examineRace } from '../requests/race-request.js';
import { requestsOf, resolveRow } from '../requests/resolve-options.js';
import { isPath } from '../requests/resolve-protocol.js';
import type { RaceProgress } from '../requests/run-options.js';
import type { RaceResult } from '../results/race-result.js';
import { hasTrapped, observationsSeen, violationsSeen } from '../results/verdicts.js';
import { expectationFor, judge } from './expectations.js';
import { bar } from './progress.js';
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
  const places = races.map(({ protocol }) => step1Of(protocol)); // now: a user may write to a file while it is raced
  const results: RaceResult[] = [];
  for (const [index, resolved] of races.entries()) {
    const { protocol, engine, threads } = resolved.config;
    const label = races.length > 1 ? `run ${index + 1} of ${races.length}: ` : '';
    const name = `${label}${protocol} on ${engine}`;
    progress.update(`${name}: starting and warming up ${plural(threads, 'thread')}`);
    const onProgress = ({ elapsedMs, durationMs, operations, violations: count }: RaceProgress): void => {
      const seen = `${short(operations)} operations, ${short(count)} violations`;
      progress.update(
        `${name}  ${bar(elapsedMs / durationMs)}  ${seen}`,
        `${name}: ${time(elapsedMs)} of ${time(durationMs)}, ${seen}`,
      );
    };
    results.push(await race(resolved, { signal, onProgress }));
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
    cases: raceCases(result, [result.config.protocol, result.config.scenario].filter(isPath), places[index]),
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
