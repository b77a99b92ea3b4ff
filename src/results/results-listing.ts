// What `results --json` prints: the keys are an interface, stable once released. schemas/results.ts says what each one
// means.

import type { Origin } from './origin.js';

/** One result file in a line. */
export interface ResultRow {
  readonly file: string;
  readonly schema: string;
  readonly digest: string;
  readonly bytes: number;
  readonly madeAt: string | null;
  readonly commandLine: readonly string[] | null;
  readonly subject: string;
  readonly outcome: string;
  readonly machine: string;
}

/** See docs/schemas/results@1.schema.json. */
export interface ResultsListing extends Origin {
  readonly schema: 'reftorture/results@1';
  readonly results: readonly ResultRow[];
  readonly skipped: readonly string[];
}
