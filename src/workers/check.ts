// A piscina task: one check, which posts its progress.

import type { MessagePort } from 'node:worker_threads';
import { type ExploreOptions, runCheck } from '../checker/check.js';
import type { Bundle } from '../engines/store.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckProgress } from '../requests/options.js';
import type { CheckResult } from '../results/check-result.js';
import { UsageError } from '../usage-error.js';

const HELPER_FILE = new URL('./explore.js', import.meta.url);

export interface CheckTask {
  readonly resolved: ResolvedCheck;
  readonly bundle: Bundle;
  readonly options: ExploreOptions;
  /** Where progress goes. */
  readonly port: MessagePort;
}

/** Errors lose their class between threads. */
export type Checked = { readonly result: CheckResult } | { readonly refused: string };

export default function checkInWorker({ resolved, bundle, options, port }: CheckTask): Checked {
  const onLevel = (states: number, depth: number): void => port.postMessage({ states, depth } satisfies CheckProgress);
  try {
    return { result: runCheck(resolved, bundle, { ...options, helperFile: HELPER_FILE, onLevel }) };
  } catch (error) {
    if (error instanceof UsageError) return { refused: error.message };
    throw error;
  }
}
