// A claim made in the thread, and the run that settles it.

import type { ClaimResult, ClaimVerdict } from '../results/claims-result.js';
import type { CachedInstruments } from './instruments.js';

/** What a claim may do; a test hands out results of its own. */
export type Instruments = Pick<CachedInstruments, 'quick' | 'check' | 'race' | 'replay' | 'scale'>;

/** A public archive of the list. */
export const ARCHIVE = 'https://lkml.iu.edu/hypermail/linux/kernel/';

export interface Finding {
  readonly verdict: ClaimVerdict;
  /** One line. */
  readonly evidence: string;
  readonly details?: readonly string[];
  readonly bound: string;
  readonly commands: readonly string[];
  readonly witness?: ClaimResult['witness'];
}

export interface Claim {
  readonly id: string;
  /** Who said it, and when. */
  readonly who: string;
  /** The message, where its address is known: the path in ARCHIVE. */
  readonly message?: string;
  /** In our words. */
  readonly claim: string;
  settle(instruments: Instruments): Promise<Finding>;
}
