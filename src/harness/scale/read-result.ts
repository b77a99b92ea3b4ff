// Result files of commands and of printed programs, complete.

import { distinct, readResult as readAsWritten } from '../../results/read-result.js';
import type { ResultFile } from '../../results/result-bytes.js';
import { completed } from './complete.js';

/** @throws UsageError, one line that says what is wrong with the file. */
export function readResult(file: string): ResultFile {
  return completed(readAsWritten(file));
}

/** Each of `files` once. @throws UsageError also when two are the same: their numbers would count twice. */
export function readResults(files: readonly string[]): ResultFile[] {
  return distinct(files.map(readResult));
}
