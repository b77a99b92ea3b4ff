// Result files: see result-bytes.ts for what is made of their contents.

import { UsageError } from '../usage-error.js';
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
  for (const [index, { file, digest }] of results.entries()) {
    const twin = results.findIndex((other) => other.digest === digest);
    if (twin < index)
      throw new UsageError(`"${file}" and "${results[twin]?.file}" have the same contents: name one of them`);
  }
  return results;
}
