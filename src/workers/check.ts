// A piscina task: one check, which reports how far it has come.

import type { MessagePort } from 'node:worker_threads';
import { type CheckOptions, check } from '../checker/check.js';
import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult } from '../results/check-result.js';

const HELPER_FILE = new URL('./explore.js', import.meta.url);

export interface CheckTask {
  readonly request: CheckRequest;
  readonly options: CheckOptions;
  readonly port: MessagePort;
}

export default function checkHere({ request, options, port }: CheckTask): Promise<CheckResult> {
  return check(request, {
    ...options,
    helperFile: HELPER_FILE,
    onLevel: (states, depth) => port.postMessage({ states, depth }),
  });
}
