// Results from bytes that anybody may have written: checked against their schemas, and compared whole.

import * as v from 'valibot';
import { host } from '#host';
import { UsageError } from '../usage-error.js';
import type { NotRead } from './litmus-result.js';
import { type SchemaName, schemas } from './schemas.js';
import { asResultText } from './text-limits.js';

type Read = v.InferOutput<(typeof schemas)[SchemaName]>;
/** Several results of one command, in one file. */
type ResultSet = Extract<Read, { readonly schema: `${string}-set@1` }>;

/** Result of any command. */
export type Result = Exclude<Read, ResultSet>;

export interface ResultFile {
  /** As the caller named it. */
  readonly file: string;
  /** First digits of the file's SHA-256: says which file a number comes from. */
  readonly digest: string;
  readonly bytes: number;
  readonly schema: SchemaName;
  /** Null where the file does not say. */
  readonly madeAt: string | null;
  /** Null where the file does not say, or where a program made it. */
  readonly commandLine: readonly string[] | null;
  /** One, or those of a set. */
  readonly results: readonly Result[];
  /** Of a set of litmus tests: the files that were not read. */
  readonly notRead?: readonly NotRead[];
}

const DIGEST_DIGITS = 12;

/** Reads the `bytes` of `file`. @throws UsageError, one line that says what is wrong with the file. */
export function resultIn(file: string, bytes: Uint8Array): ResultFile {
  const value = jsonIn(file, bytes);
  const schema = schemaName(file, value);
  const outcome = v.safeParse(schemas[schema], value, { abortEarly: true });
  if (!outcome.success) throw new UsageError(`"${file}" is not a valid ${schema}: ${complaint(outcome.issues[0])}`);
  const { output } = outcome;
  return {
    file,
    digest: host.sha256(bytes).slice(0, DIGEST_DIGITS),
    bytes: bytes.length,
    schema,
    madeAt: output.madeAt ?? null,
    commandLine: output.commandLine ?? null,
    results: isSet(output) ? output.runs : [output],
    ...('notRead' in output && { notRead: output.notRead }),
  };
}

function isSet(output: Read): output is ResultSet {
  return output.schema.endsWith('-set@1');
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
  return asResultText(line); // a message may repeat what it complains about
}

/** Returns a text that is equal for files that hold the same. */
export function identityOf({ file: _, digest: __, bytes: ___, ...held }: ResultFile): string {
  return canonicalJson(held);
}

/** Returns a text that is equal for values that differ in the order of their keys at most. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, inOrder);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Parses `bytes`, the contents of `file`. Their shape is not looked at. @throws UsageError */
export function jsonIn(file: string, bytes: Uint8Array): unknown {
  const json = new TextDecoder().decode(bytes); // without the byte order mark that some editors begin a file with
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
