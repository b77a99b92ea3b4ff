// Result files, read with suspicion: whatever comes out of here has the shape that its schema promises.

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { UsageError } from '../usage-error.js';
import type { CheckResult, WitnessFile } from './check-result.js';
import type { ClaimsResult } from './claims-result.js';
import type { RaceResult } from './race-result.js';
import { readJson } from './read-json.js';
import type { ReplayResult } from './replay-result.js';
import type { ScaleResult } from './scale-result.js';
import { type SchemaName, schemas } from './schemas/index.js';
import { UNPRINTABLE } from './schemas/parts.js';

export type Result = RaceResult | ScaleResult | CheckResult | WitnessFile | ReplayResult | ClaimsResult;

/** What can be shown, merged or compared later. Other files are for other programs to read. */
const READABLE = [
  'reftorture/race@1',
  'reftorture/race-set@1',
  'reftorture/check@1',
  'reftorture/check-set@1',
  'reftorture/witness@1',
  'reftorture/replay@1',
  'reftorture/scale@1',
  'reftorture/claims@1',
] as const satisfies readonly SchemaName[];

export type ReadableName = (typeof READABLE)[number];

export interface ResultFile {
  /** As the caller named it. */
  readonly file: string;
  /** First digits of the file's SHA-256: says which file a number comes from. */
  readonly digest: string;
  readonly bytes: number;
  readonly schema: ReadableName;
  /** One, or those of a set. */
  readonly results: readonly Result[];
}

const DIGEST_DIGITS = 12;

/** @throws UsageError, one line that says what is wrong with the file. */
export function readResult(file: string): ResultFile {
  const { bytes, value } = readJson(file);
  const schema = schemaName(file, value);
  const outcome = v.safeParse(schemas[schema], value, { abortEarly: true });
  if (!outcome.success) throw new UsageError(`"${file}" is not a valid ${schema}: ${complaint(outcome.issues[0])}`);
  return {
    file,
    digest: createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_DIGITS),
    bytes: bytes.length,
    schema,
    results: 'runs' in outcome.output ? outcome.output.runs : [outcome.output],
  };
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

function schemaName(file: string, value: unknown): ReadableName {
  const name = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof name !== 'string' || !/^reftorture\/[\w-]{1,40}@\d{1,6}$/.test(name)) {
    throw new UsageError(`"${file}" is not a result of reftorture: it names no schema such as reftorture/race@1`);
  }
  const readable = READABLE.find((other) => other === name);
  if (readable !== undefined) return readable;
  const [kind] = name.split('@');
  const known = READABLE.filter((other) => other.startsWith(`${kind}@`));
  if (known.length > 0) {
    throw new UsageError(`"${file}" has schema ${name}, but this version of reftorture reads ${known.join(', ')}`);
  }
  throw new UsageError(`"${file}" has schema ${name}, of which no result can be read: use ${KINDS.join(', ')} files`);
}

/** Those of single results, as a message names them. */
const KINDS = READABLE.map((name) => name.replace(/^reftorture\/|@\d+$/g, '')).filter((kind) => !kind.endsWith('-set'));

function complaint(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue);
  const line = `${place === null ? '' : `${place}: `}${issue.message}`.slice(0, 300);
  return line.replace(new RegExp(UNPRINTABLE, 'g'), '?'); // a message may repeat what it complains about
}
