// The command results.

import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pc from 'picocolors';
import { mergeRaces, mergeScales } from '../analysis/merge.js';
import { readResult } from '../harness/scale/read-result.js';
import { commandOption, inapplicableIf, type TypedOf } from '../options/option.js';
import { output } from '../options/shared.js';
import { onOff, text } from '../options/value.js';
import { isFolder } from '../regular-file.js';
import { wrapped } from '../report/layout.js';
import { originText } from '../report/provenance.js';
import { raceReport } from '../report/race-report.js';
import { resultRow, resultsTable, resultText } from '../report/results-table.js';
import { scaleReport } from '../report/scale-report.js';
import { jsonSchema } from '../results/json-schema.js';
import { withoutOrigin } from '../results/origin.js';
import type { RaceResult } from '../results/race-result.js';
import { distinct } from '../results/read-result.js';
import { canonicalJson, type ResultFile } from '../results/result-bytes.js';
import type { ResultsListing } from '../results/results-listing.js';
import type { ScaleResult } from '../results/scale-result.js';
import { type SchemaName, schemas } from '../results/schemas.js';
import { reasonOf } from '../system-error.js';
import { pickName, UsageError } from '../usage-error.js';
import { commandOf, type Outcome, oneOrSet } from './shell.js';

const options = {
  ...inapplicableIf(
    ({ schema }) => (schema === undefined ? undefined : '--schema prints a schema and does nothing else'),
    {
      merge: commandOption(onOff, '--merge', 'take repeated runs of one configuration together'),
      out: commandOption(text, '--out <file>', 'with --merge: write the result as JSON to a file'),
      force: output.force,
    },
  ),
  json: output.json,
  schema: commandOption(
    text,
    '--schema <name>',
    `print the JSON schema of a result: ${Object.keys(schemas).map(shortName).join(', ')}`,
  ),
};
type Asked = TypedOf<typeof options>;

export const define = commandOf({
  description: 'Lists the result files of folders, shows single ones, and takes repeated runs together.',
  operands: [['[paths...]', 'files or folders, or - for standard input (default: this folder)']],
  help: [
    [
      ['reftorture results', 'the result files of this folder'],
      ['reftorture results night/', 'those of another folder'],
      ['reftorture results race.json', 'one result, as its command showed it'],
      ['reftorture check --json | reftorture results -', 'one that is piped'],
      ['reftorture results --merge run1.json run2.json --out both.json', 'repeated runs as one result'],
      ['reftorture results --schema race@1', 'the JSON schema of a result'],
    ],
    '--merge takes repeated runs of one configuration on one machine together: counts add up, trials are pooled.',
    'Exit codes: 0 listed, shown or merged; 2 bad usage, or a file that cannot be read as a result.',
  ],
  options,
  run: (asked, _, paths: string[]) => outcomeOf(paths, asked),
  inputs: (_, paths: string[]) => paths,
});

function shortName(schema: string): string {
  return schema.replace('reftorture/', '');
}

function outcomeOf(named: readonly string[], flags: Asked): Outcome {
  if (flags.schema !== undefined) {
    if (named.length > 0) throw new UsageError(`--schema looks at no file: leave out "${named.join('", "')}"`);
    return printed(schemaText(flags.schema));
  }
  const paths = named.length > 0 ? named : ['.'];
  if (flags.out !== undefined && !flags.merge) throw new UsageError('--out needs --merge: only a merged result is new');
  if (flags.merge) return mergedFrom(paths, flags.out);
  const [path] = paths as [string];
  if (paths.length === 1 && !flags.json && !isFolder(path)) return printed(shownText(readResult(path)));
  return listing(paths);
}

/** As its command showed it, and which one that was. */
function shownText(file: ResultFile): string {
  const origin = originText(file);
  return [resultText(file), ...(origin === '' ? [] : wrapped(origin).map(pc.dim))].join('\n');
}

function printed(text: string): Outcome {
  return { text: () => text };
}

/** JSON, with --json and without. */
function schemaText(name: string): string {
  const known = Object.keys(schemas).map(shortName);
  const full = `reftorture/${pickName('schema', known, shortName(name))}` as SchemaName;
  return JSON.stringify(jsonSchema(full), null, 2);
}

function listing(paths: readonly string[]): Outcome {
  const { taken: rows, skipped } = gathered(paths, resultRow);
  const value: ResultsListing = { schema: 'reftorture/results@1', results: rows, skipped };
  return { value, text: () => resultsTable(rows, skipped) };
}

interface Gathered<T> {
  readonly taken: T[];
  /** Why other JSON files of a folder were left out. They are no error. */
  readonly skipped: string[];
}

/** Returns what `take` makes of each result file at `paths`; `isMeant` chooses among those in folders. */
function gathered<T>(
  paths: readonly string[],
  take: (result: ResultFile) => T,
  isMeant: (file: string) => boolean = () => true,
): Gathered<T> {
  const taken: T[] = [];
  const skipped: string[] = [];
  for (const path of paths) {
    if (!isFolder(path)) taken.push(take(readResult(path)));
    else for (const file of filesIn(path).filter(isMeant)) keep(file, take, { taken, skipped });
  }
  return { taken, skipped };
}

function keep<T>(file: string, take: (result: ResultFile) => T, { taken, skipped }: Gathered<T>): void {
  try {
    taken.push(take(readResult(file)));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    skipped.push(error.message);
  }
}

function filesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => join(folder, name));
  } catch (error) {
    throw new UsageError(`cannot read the folder "${folder}": ${reasonOf(error, 'folder')}`);
  }
}

/** Leaves `out` of an earlier run out, which may lie in the same folder: its runs would count twice. */
function mergedFrom(paths: readonly string[], out: string | undefined): Outcome {
  const { taken, skipped } = gathered(
    paths,
    (result) => result,
    (file) => out === undefined || resolve(file) !== resolve(out),
  );
  if (taken.length === 0) throw new UsageError(`no results to merge in ${paths.map((path) => `"${path}"`).join(', ')}`);
  return { ...merged(distinct(taken)), remarks: skipped.map((reason) => `left out: ${reason}`) };
}

/** A run may be in a file of its own and in a set besides. */
function refuseTwins(files: readonly ResultFile[]): void {
  const holders = new Map<string, string>();
  for (const { file, results } of files) {
    for (const result of results) {
      const run = canonicalJson(withoutOrigin(result));
      const holder = holders.get(run);
      if (holder !== undefined) throw new UsageError(`"${file}" has a run that "${holder}" has, too: name one of them`);
      holders.set(run, file);
    }
  }
}

function merged(files: readonly ResultFile[]): Outcome {
  const results = files.flatMap((file) => file.results);
  refuseTwins(files);
  const races = results.filter((result): result is RaceResult => result.schema === 'reftorture/race@1');
  const scales = results.filter((result): result is ScaleResult => result.schema === 'reftorture/scale@1');
  if (races.length === results.length && races.length > 0) {
    const together = mergeRaces(races);
    return {
      value: oneOrSet(together, 'reftorture/race-set@1'),
      text: () => raceReport(together),
    };
  }
  if (scales.length !== results.length || scales.length === 0) {
    throw new UsageError('--merge takes races, or measurements of scale, and not both at once');
  }
  const [scale, ...others] = mergeScales(scales);
  if (!scale || others.length > 0) {
    throw new UsageError(`these are ${others.length + 1} different configurations or machines of scale`);
  }
  return { value: scale, text: () => scaleReport(scale) };
}
