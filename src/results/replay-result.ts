// What a replay reports: the keys are an interface, stable once released.

import type { Property } from '../violations/table.js';
import type { CheckConfig } from './check-result.js';

/**
 * `confirmed`: every value and the detectors' reports agree with the witness, each time. `differs`: something did not.
 * `inconclusive`: a thread died or had no turn in time.
 */
export type ReplayVerdict = 'confirmed' | 'differs' | 'inconclusive';

export interface ReplayResult {
  readonly schema: 'reftorture/replay@1';
  readonly config: CheckConfig;
  readonly property: Property;
  readonly verdict: ReplayVerdict;
  /** Steps of the witness, each compared in every replay. */
  readonly steps: number;
  readonly replays: number;
  /** Replays in which everything agreed. */
  readonly agreed: number;
  readonly elapsedMs: number;
  /** What differed, or what went wrong; the first few. */
  readonly problems: readonly string[];
}
