// JSON files of a user's, and result files among them: see result-bytes.ts for what is made of their contents.

import { readRegularFile, readStandardInput, Unreadable } from '../regular-file.js';
import { UsageError } from '../usage-error.js';
import { identityOf, jsonIn, type ResultFile, resultIn } from './result-bytes.js';

/** A measurement of every protocol on a large machine stays well below this. */
const MOST_BYTES = 64 * 2 ** 20;

/** Reads `file`, which must be JSON. Its shape is not looked at. @throws UsageError */
export function readJson(file: string): unknown {
  return jsonIn(file, readBytes(file));
}

/** Returns the contents of `file`; `-` is standard input. @throws UsageError */
export function readBytes(file: string): Uint8Array {
  try {
    return file === '-' ? readStandardInput(MOST_BYTES) : readRegularFile(file, MOST_BYTES);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new UsageError(`cannot read "${file}": ${error.message}`);
  }
}

/** Reads a result file. @throws UsageError, one line that says what is wrong with the file. */
export function readResult(file: string): ResultFile {
  if (typeof file !== 'string') throw new UsageError(`readResult takes the path of a file, not ${typeof file}`); // from JavaScript
  return resultIn(file, readBytes(file));
}

/** Returns `results`. @throws UsageError where two are the same */
export function distinct(results: ResultFile[]): ResultFile[] {
  const holders = new Map<string, string>();
  for (const result of results) {
    const identity = identityOf(result);
    const holder = holders.get(identity);
    if (holder !== undefined)
      throw new UsageError(`"${result.file}" and "${holder}" have the same contents: name one of them`);
    holders.set(identity, result.file);
  }
  return results;
}
