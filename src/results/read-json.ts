// JSON from a file that anybody may have written.

import { readRegularFile, Unreadable } from '../regular-file.js';
import { UsageError } from '../usage-error.js';

/** A measurement of every protocol on a large machine stays well below this. */
const MOST_BYTES = 64 * 2 ** 20;

/** The contents of `file`, which must be JSON. Its shape is not looked at. @throws UsageError */
export function readJson(file: string): { readonly bytes: Buffer; readonly value: unknown } {
  const bytes = read(file);
  // TextDecoder leaves out the byte order mark that some editors begin a file with.
  return { bytes, value: parse(file, new TextDecoder().decode(bytes)) };
}

function read(file: string): Buffer {
  try {
    return readRegularFile(file, MOST_BYTES);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new UsageError(`cannot read "${file}": ${error.message}`);
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
