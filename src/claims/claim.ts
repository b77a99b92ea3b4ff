// A row of the thread, its parts, and what it takes to answer one.

import type { ClaimKind, ClaimPart } from '../results/claims-result.js';
import type { cachedInstruments } from './instruments.js';

/** The runs that a part may ask for; tests replace their results. */
export type Instruments = ReturnType<typeof cachedInstruments>;

/** A question or statement of one message, in our words. */
export interface Row {
  readonly id: string;
  /** The author, or whom the author quotes. */
  readonly speaker: string;
  /** UTC, as ISO 8601 has it. */
  readonly date: string;
  /** The message: a path in the archive. */
  readonly path: string;
  readonly kind: ClaimKind;
  /** A few words, for tables. */
  readonly title: string;
  /** No more than the message says. */
  readonly sentence: string;
}

/** The answer to a part, and what it rests on. */
export type SettledPart = Omit<ClaimPart, 'id' | 'label' | 'question' | 'details' | 'witness'> &
  Partial<Pick<ClaimPart, 'details' | 'witness'>>;

export interface Part {
  /** A word or two, for tables. */
  readonly label: string;
  readonly question: string;
  settle(instruments: Instruments): Promise<SettledPart>;
}

/** By the number of their row. */
export type Parts = Readonly<Record<string, readonly Part[]>>;
