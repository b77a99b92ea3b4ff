// The command compare.

import { compareRaces, compareScales, TWO_MACHINES } from '../analysis/compare.js';
import { mergeScales } from '../analysis/merge.js';
import { readResult } from '../harness/scale/read-result.js';
import { commandOption } from '../options/option.js';
import { output } from '../options/shared.js';
import { onOff, share } from '../options/value.js';
import { compareMarkdown, compareTable, differenceText, named } from '../report/compare-table.js';
import type { CompareResult, Comparison } from '../results/compare-result.js';
import type { RaceResult } from '../results/race-result.js';
import type { Result, ResultFile } from '../results/result-bytes.js';
import type { ScaleResult } from '../results/scale-result.js';
import { UsageError } from '../usage-error.js';
import { EXIT } from './exit-codes.js';
import { commandOf, type Outcome } from './shell.js';

const options = {
  margin: commandOption(
    share('Expected a share from 0 to 1, such as 0.05.', (value) => value >= 0 && value < 1),
    '--margin <share>',
    'changes smaller than this share count as none',
    { default: 0.05 },
  ),
  failBelow: commandOption(
    share('Expected a ratio above 0, such as 0.95.', (value) => value > 0 && value < 1000),
    '--fail-below <ratio>',
    'exit with 1 when the throughput of a cell is surely below this many times that of A',
  ),
  anyway: commandOption(onOff, '--anyway', 'compare across machines and settings'),
  json: output.json,
  markdown: commandOption(onOff, '--markdown', 'print it as Markdown'),
  out: output.out,
  force: output.force,
};

export const define = commandOf({
  description:
    'For each cell that two results share: the ratio of B to A with its interval, and a word such as slower for it.',
  operands: [
    ['<A>', 'the result to compare with'],
    ['<B>', 'the result in question'],
  ],
  help: [
    [
      ['reftorture compare before.json after.json', ''],
      ['reftorture compare before.json after.json --fail-below 0.95', 'for CI: exit 1 when surely slower than that'],
      ['reftorture compare laptop.json server.json --anyway --markdown', ''],
    ],
    'Compares two results of scale (throughput), or two of race (how often each violation was seen). Both must come from the same machine and settings; with --anyway those of two machines are compared by the speed-ups over a protocol on each, while rates of two machines are not. The trials of two runs did not take turns: to compare protocols, measure them in one run of scale.',
    'Exit codes: 0 compared; 1 a cell is surely below --fail-below; 2 bad usage, or not comparable; 3 nothing to compare.',
  ],
  options,
  run: (asked, _, fileA: string, fileB: string) => {
    const { margin, anyway = false, failBelow, markdown } = asked;
    const [a, b] = [readResult(fileA), readResult(fileB)];
    const comparison = compared(a, b, margin);
    if (kindOf(a) === 'race' && failBelow !== undefined) {
      throw new UsageError('--fail-below is for throughput, which results of race do not compare: leave it out');
    }
    refuseUnlike(comparison, anyway);
    const named = { a: { file: a.file, digest: a.digest }, b: { file: b.file, digest: b.digest } };
    const result: CompareResult = { schema: 'reftorture/compare@1', ...named, margin, ...comparison };
    const text = (): string => (markdown ? compareMarkdown(result) : compareTable(result));
    return { value: result, text, ...judged(comparison, failBelow) };
  },
  inputs: (_, a: string, b: string) => [a, b],
});

function compared(a: ResultFile, b: ResultFile, margin: number): Comparison {
  const [kindA, kindB] = [kindOf(a), kindOf(b)];
  if (kindA !== kindB) throw new UsageError(`"${a.file}" is a result of ${kindA}, but "${b.file}" is one of ${kindB}`);
  if (kindA === 'scale') {
    return compareScales(only<ScaleResult>(a, mergeScales), only<ScaleResult>(b, mergeScales), margin);
  }
  if (kindA === 'race') return compareRaces(a.results as RaceResult[], b.results as RaceResult[], margin);
  throw new UsageError(`results of ${kindA} cannot be compared: use files of scale or race`);
}

function kindOf({ schema }: ResultFile): string {
  return schema.replace(/^reftorture\/|(-set)?@\d+$/g, '');
}

function only<T extends Result>({ results, file }: ResultFile, merge: (results: readonly T[]) => T[]): T {
  const [first, ...rest] = merge(results as unknown as T[]);
  if (!first || rest.length > 0)
    throw new UsageError(`"${file}" has ${rest.length + 1} measurements: compare one at a time`);
  return first;
}

function refuseUnlike({ obstacles, rows }: Comparison, anyway: boolean): void {
  if (obstacles.length === 0 || anyway) return;
  const what = rows.some(({ reason }) => reason === TWO_MACHINES) ? 'the speed-ups on each' : 'all the same';
  throw new UsageError(`not comparable: ${obstacles.map(differenceText).join('; ')} (--anyway compares ${what})`);
}

function judged(
  { rows, onlyA, onlyB }: Comparison,
  failBelow: number | undefined,
): Pick<Outcome, 'exitCode' | 'remarks'> {
  if (rows.length === 0) {
    const [inA, inB] = [onlyA, onlyB].map((cells) => named(cells) || 'no runs');
    return { exitCode: EXIT.inconclusive, remarks: [`reftorture: nothing in common: A has ${inA}, B has ${inB}`] };
  }
  if (failBelow === undefined) return { exitCode: EXIT.asExpected };
  if (rows.every(({ reason, quantity }) => reason === TWO_MACHINES || quantity !== 'operations')) {
    return { exitCode: EXIT.inconclusive, remarks: [`reftorture: --fail-below judges no rate. ${TWO_MACHINES}`] };
  }
  const below = rows.filter(({ quantity, ratio }) => quantity === 'operations' && ratio && ratio.high < failBelow);
  return {
    exitCode: below.length > 0 ? EXIT.violation : EXIT.asExpected,
    remarks: below.map(
      ({ workload, threads, protocol, engine, ratio }) =>
        `${workload} x${threads}, ${protocol} on ${engine}: ${ratio?.median.toFixed(2)} is below ${failBelow}`,
    ),
  };
}
