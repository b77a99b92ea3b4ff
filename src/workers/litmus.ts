// One litmus test, in a thread of its own.

import { type LitmusSettings, runLitmusFile } from '../checker/litmus.js';
import { LitmusError } from '../litmus/error.js';
import type { LitmusFile } from '../litmus/shipped.js';
import type { LitmusResult, NotRead } from '../results/litmus-result.js';
import { UsageError } from '../usage-error.js';

export interface LitmusTask {
  readonly file: LitmusFile;
  readonly settings: LitmusSettings;
}

export type LitmusReply = { readonly result: LitmusResult } | { readonly notRead: NotRead };

/** The result of the test in a file, or why it is not read. */
export default function litmusInWorker({ file, settings }: LitmusTask): LitmusReply {
  try {
    return { result: runLitmusFile(file, settings) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const kind = error instanceof LitmusError ? error.kind : 'files that cannot be read';
    return { notRead: { file: file.named, kind, reason: error.message } };
  }
}
