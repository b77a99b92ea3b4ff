// JSON files of a user's: see json-bytes.ts for what is made of their contents.

import { readRegularFile, Unreadable } from '../regular-file.js';
import { UsageError } from '../usage-error.js';
import { jsonIn } from './json-bytes.js';

/** A measurement of every protocol on a large machine stays well below this. */
const MOST_BYTES = 64 * 2 ** 20;

/** What `file` says, which must be JSON. Its shape is not looked at. @throws UsageError */
export function readJson(file: string): unknown {
  return jsonIn(file, readBytes(file));
}

/** @throws UsageError */
export function readBytes(file: string): Uint8Array {
  try {
    return readRegularFile(file, MOST_BYTES);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new UsageError(`cannot read "${file}": ${error.message}`);
  }
}
