// Result files, read with suspicion: whatever comes out of here has the shape that its schema promises.

import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';
import type { CheckResult, WitnessFile } from './check-result.js';
import type { ClaimsResult } from './claims-result.js';
import type { CompareResult } from './compare-result.js';
import type { DemoResult } from './demo-result.js';
import type { DoctorResult } from './doctor-result.js';
import type { ListResult } from './list-result.js';
import type { LitmusResult } from './litmus-result.js';
import type { MutantsResult } from './mutants-result.js';
import type { RaceResult } from './race-result.js';
import type { ReplayResult } from './replay-result.js';
import type { ResultsListing } from './results-listing.js';
import type { ScaleResult } from './scale-result.js';
import { type SchemaName, schemas } from './schemas/index.js';
import { UNPRINTABLE } from './schemas/parts.js';

/** Whatever a command writes. */
export type Result =
  | RaceResult
  | ScaleResult
  | CheckResult
  | WitnessFile
  | ReplayResult
  | ClaimsResult
  | LitmusResult
  | CompareResult
  | MutantsResult
  | DoctorResult
  | DemoResult
  | ListResult
  | ResultsListing;

export interface ResultFile {
  /** As the caller named it. */
  readonly file: string;
  /** First digits of the file's SHA-256: says which file a number comes from. */
  readonly digest: string;
  readonly bytes: number;
  readonly schema: SchemaName;
  /** Null where the file does not say: before 0.2.0. */
  readonly madeAt: string | null;
  /** Null where the file does not say, or where a program made it. */
  readonly commandLine: readonly string[] | null;
  /** One, or those of a set. */
  readonly results: readonly Result[];
}

/** A measurement of every protocol on a large machine stays well below this. */
const MOST_BYTES = 64 * 2 ** 20;
const DIGEST_DIGITS = 12;

/** @throws UsageError, one line that says what is wrong with the file. */
export function readResult(file: string): ResultFile {
  const bytes = read(file);
  const value = parse(file, bytes.toString('utf8'));
  const schema = schemaName(file, value);
  const outcome = v.safeParse(schemas[schema], value, { abortEarly: true });
  if (!outcome.success) throw new UsageError(`"${file}" is not a valid ${schema}: ${complaint(outcome.issues[0])}`);
  const { output } = outcome;
  return {
    file,
    digest: createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_DIGITS),
    bytes: bytes.length,
    schema,
    madeAt: output.madeAt ?? null,
    commandLine: output.commandLine ?? null,
    results: resultsIn(output),
  };
}

/** Those of a set, or the one that the file is. */
function resultsIn(output: v.InferOutput<(typeof schemas)[SchemaName]>): readonly Result[] {
  switch (output.schema) {
    case 'reftorture/race-set@1':
    case 'reftorture/check-set@1':
    case 'reftorture/litmus-set@1':
      return output.runs;
    default:
      return [output];
  }
}

/** Each of `files` once. @throws UsageError also when two are the same: their numbers would count twice. */
export function readResults(files: readonly string[]): ResultFile[] {
  return distinct(files.map(readResult));
}

/** `results`, none of them twice. @throws UsageError */
export function distinct(results: ResultFile[]): ResultFile[] {
  for (const [index, { file, digest }] of results.entries()) {
    const twin = results.findIndex((other) => other.digest === digest);
    if (twin < index)
      throw new UsageError(`"${file}" and "${results[twin]?.file}" have the same contents: name one of them`);
  }
  return results;
}

/** Opened once, so that what is measured is what is read; without waiting, so that a pipe cannot hold us up. */
function read(file: string): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new UsageError(`"${file}" is a folder, not a result file`);
    if (!status.isFile()) throw new UsageError(`"${file}" is not a regular file: save the result with --out first`);
    if (status.size > MOST_BYTES) {
      throw new UsageError(
        `"${file}" has ${(status.size / 2 ** 20).toFixed(0)} MiB; results have ${MOST_BYTES / 2 ** 20} MiB at most`,
      );
    }
    return readFileSync(descriptor);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read "${file}": ${reasonOf(error, 'file')}`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function parse(file: string, json: string): unknown {
  if (json.trim() === '') throw new UsageError(`"${file}" is empty`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const cut = /[{[,:"]/.test(json) && /end of JSON|Unterminated/.test((error as Error).message);
    throw new UsageError(`"${file}" is ${cut ? 'cut short: the JSON ends too early' : 'not JSON'}`);
  }
  const key = hostileKey(value);
  if (key !== undefined) throw new UsageError(`"${file}" has a key "${key}", which no result has: it is not trusted`);
  return value;
}

const HOSTILE = ['__proto__', 'constructor', 'prototype'];

/** Without recursion: a file may nest deeper than the stack. */
function hostileKey(root: unknown): string | undefined {
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const key of HOSTILE) if (Object.hasOwn(value, key)) return key;
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  return undefined;
}

function schemaName(file: string, value: unknown): SchemaName {
  const name = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof name !== 'string' || !/^reftorture\/[\w-]{1,40}@\d{1,6}$/.test(name)) {
    throw new UsageError(`"${file}" is not a result of reftorture: it names no schema such as reftorture/race@1`);
  }
  const names = Object.keys(schemas) as SchemaName[];
  const known = names.find((other) => other === name);
  if (known !== undefined) return known;
  const [kind] = name.split('@');
  const others = names.filter((other) => other.startsWith(`${kind}@`));
  const read = others.length > 0 ? `reads ${others.join(', ')}` : 'has no results of that kind';
  throw new UsageError(`"${file}" has schema ${name}, but this version of reftorture ${read}`);
}

function complaint(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  const line = `${place === null ? '' : `${place}: `}${issue.message}`.slice(0, 300);
  return line.replace(new RegExp(UNPRINTABLE, 'g'), '?'); // a message may repeat what it complains about
}
