// What `compare` gives: the keys are an interface, stable once released. schemas/compare.ts says what each one means.

import type { Estimate } from '../statistics/estimate.js';
import type { Origin } from './origin.js';

export const COMPARE_WORDS = ['faster', 'slower', 'more often', 'less often', 'same', 'cannot tell'] as const;

export type CompareWord = (typeof COMPARE_WORDS)[number];

export interface CompareRow {
  readonly quantity: string;
  readonly protocol: string;
  readonly engine: string;
  readonly workload: string;
  readonly threads: number;
  readonly oversubscribed: boolean;
  readonly a: number | null;
  readonly b: number | null;
  readonly ratio: Estimate | null;
  readonly word: CompareWord;
  readonly reason: string | null;
}

/** Something besides the protocol that is not alike on both sides. */
export interface Difference {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

/** What two results have to say about each other, wherever they come from. */
export interface Comparison {
  readonly rows: readonly CompareRow[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  readonly obstacles: readonly Difference[];
  readonly changes: readonly Difference[];
}

export interface ComparedFile {
  readonly file: string;
  readonly digest: string;
}

/** See docs/schemas/compare@1.schema.json. */
export interface CompareResult extends Comparison, Origin {
  readonly schema: 'reftorture/compare@1';
  readonly a: ComparedFile;
  readonly b: ComparedFile;
  readonly margin: number;
}
