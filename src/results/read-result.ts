// Result files: see result-bytes.ts for what is made of their contents.

import { UsageError } from '../usage-error.js';
import { identityOf } from './identity.js';
import { readBytes } from './read-json.js';
import { type ResultFile, resultIn } from './result-bytes.js';

/** @throws UsageError, one line that says what is wrong with the file. */
export function readResult(file: string): ResultFile {
  if (typeof file !== 'string') throw new UsageError(`readResult takes the path of a file, not ${typeof file}`); // from JavaScript
  return resultIn(file, readBytes(file));
}

/** Each of `files` once. @throws UsageError also when two are the same: their numbers would count twice. */
export function readResults(files: readonly string[]): ResultFile[] {
  return distinct(files.map(readResult));
}

/** `results`, none of them twice. @throws UsageError */
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
