// What `list --json` prints: the keys are an interface, stable once released. schemas/list.ts says what each one means.

import type { ProtocolEntry } from '../protocols/index.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { Workload } from '../scenarios/workloads.js';
import type { Origin } from './origin.js';

type Later = 'overflow' | 'resets';

/** Lists of earlier releases lack some keys. */
export type ListedProtocol = Omit<ProtocolEntry, Later> & Partial<Pick<ProtocolEntry, Later>>;

/** `finds`: lists of earlier releases lack it. */
export type ListedScenario = Pick<Scenario, 'name' | 'description' | 'minThreads' | 'pages' | 'slots'> & {
  readonly finds?: readonly string[];
};

/** See docs/schemas/list@1.schema.json. */
export interface ListResult extends Origin {
  readonly schema: 'reftorture/list@1';
  readonly protocols: readonly ListedProtocol[];
  readonly scenarios: readonly ListedScenario[];
  readonly workloads: readonly Pick<Workload, 'name' | 'description' | 'operation'>[];
}
