// The result of a demonstration: the keys are an interface, stable once released. schemas/demo.ts says what each one
// means.

import type { Environment } from '../machine/environment.js';
import type { CheckResult } from './check-result.js';
import type { Origin } from './origin.js';
import type { RaceResult } from './race-result.js';
import type { ReplayResult } from './replay-result.js';
import type { ScaleResult } from './scale-result.js';

/** How the race showed on real threads, when nobody dictated the schedule. */
export type Shown = 'naturally' | 'stalled' | 'not at all';

/** What each key means, with its unit: docs/schemas/demo@1.schema.json. */
export interface DemoResult extends Origin {
  readonly schema: 'reftorture/demo@1';
  readonly environment: Environment;
  readonly races: readonly RaceResult[];
  readonly shown: Shown;
  readonly check: CheckResult | null;
  readonly replay: ReplayResult | null;
  readonly scale: ScaleResult | null;
  readonly broken: readonly string[];
  readonly elapsedMs: number;
  readonly interrupted: boolean;
}
