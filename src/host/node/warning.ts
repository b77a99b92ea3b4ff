import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/** Under which worker threads inherit the files that were warned of before they started. */
const WARNED = 'reftorture: files with deprecated imports';

/** Warns on standard error, once for each file and process. */
export function warnOfDeprecated(file: string, text: string): void {
  const warned = (getEnvironmentData(WARNED) ?? []) as string[];
  if (warned.includes(file)) return;
  setEnvironmentData(WARNED, [...warned, file]);
  process.emitWarning(text, { type: 'DeprecationWarning', code: 'REFTORTURE_IMPORT' });
}
