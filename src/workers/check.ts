// A piscina task: one check, which posts its progress.

import type { MessagePort } from 'node:worker_threads';
import { type ExploreOptions, runCheck } from '../checker/check.js';
import type { Bundle } from '../engines/store.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckProgress } from '../requests/options.js';
import type { CheckResult } from '../results/check-result.js';
import { type Answer, answerOf } from './answer.js';

const HELPER_FILE = new URL('./explore.js', import.meta.url);

export interface CheckTask {
  readonly resolved: ResolvedCheck;
  readonly bundle: Bundle;
  readonly options: ExploreOptions;
  /** Where progress goes. */
  readonly port: MessagePort;
}

export type Checked = Answer<CheckResult>;

export default function checkInWorker({ resolved, bundle, options, port }: CheckTask): Promise<Checked> {
  const onLevel = (states: number, depth: number): void => port.postMessage({ states, depth } satisfies CheckProgress);
  return answerOf(() => runCheck(resolved, bundle, { ...options, helperFile: HELPER_FILE, onLevel }));
}
