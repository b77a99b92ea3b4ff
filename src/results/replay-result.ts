// The result of a replay: the keys are an interface, stable once released. schemas/replay.ts says what each one means.

import type { Property } from '../violations/table.js';
import type { CheckConfig } from './check-result.js';
import type { Origin } from './origin.js';

export type ReplayVerdict = 'confirmed' | 'differs' | 'inconclusive';

/** What each key means, with its unit: docs/schemas/replay@1.schema.json. */
export interface ReplayResult extends Origin {
  readonly schema: 'reftorture/replay@1';
  readonly config: CheckConfig;
  readonly property: Property;
  readonly verdict: ReplayVerdict;
  readonly steps: number;
  readonly replays: number;
  readonly agreed: number;
  readonly elapsedMs: number;
  readonly problems: readonly string[];
}
