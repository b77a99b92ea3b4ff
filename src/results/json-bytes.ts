// JSON in bytes that anybody may have written.

import { UsageError } from '../usage-error.js';

/** Parses `bytes`, the contents of `file`. Their shape is not looked at. @throws UsageError */
export function jsonIn(file: string, bytes: Uint8Array): unknown {
  // TextDecoder leaves out the byte order mark that some editors begin a file with.
  return parse(file, new TextDecoder().decode(bytes));
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
