// The result of a check: the keys are an interface, stable once released. schemas/check.ts says what each one means, with
// its unit.

import type { Environment } from '../machine/environment.js';
import type { DescriptorOptions } from '../scenarios/reclaim.js';
import type { Assertion } from '../violations/stories.js';
import { isObservation, type Property } from '../violations/table.js';
import type { DestructorPolicy } from '../violations/words.js';
import type { Origin } from './origin.js';
import type { Verdict } from './race-result.js';

export type MemoryModel = 'sc' | 'ra' | 'lkmm';

/** What each key means, with its unit: docs/schemas/check@1.schema.json, `config`. */
export interface CheckConfig extends DescriptorOptions {
  readonly protocol: string;
  readonly scenario: string;
  readonly roles: readonly string[];
  readonly rounds: number;
  readonly pages: number;
  readonly slots: number;
  readonly dtor: DestructorPolicy;
  readonly recheck: boolean;
  readonly unmap: 'before-put' | 'after-put';
  readonly memory: MemoryModel;
  readonly width: number;
  readonly resetAfter: number | null;
}

/** One atomic access, or a choice, of a witness. */
export interface WitnessStep {
  readonly thread: number;
  readonly operation: string;
  readonly location: string;
  readonly before: number;
  readonly after: number;
  readonly newer?: number;
  readonly newest?: number;
  readonly from?: number;
  readonly source: string;
  readonly code: string;
  readonly path: readonly string[];
  readonly half: 0 | 1 | 2;
  readonly notes: readonly WitnessNote[];
}

export type WitnessNote =
  | {
      readonly kind: 'trap';
      readonly function: string;
      readonly message: string;
      readonly source: string;
    }
  | ({ readonly kind: 'assertion' } & Assertion)
  | {
      readonly kind: 'holds';
      readonly page: number;
      readonly generation: number;
    }
  | {
      readonly kind: 'freedUnderHolder';
      readonly page: number;
      readonly generation: number;
      readonly holders: number;
    }
  | {
      readonly kind: 'touchedFreed';
      readonly page: number;
      readonly generation: number;
    }
  | {
      readonly kind: 'violation';
      readonly property: Property;
      readonly page: number;
      readonly heldGeneration: number;
      readonly believedType: number;
      readonly generation: number;
      readonly type: number;
      readonly word: number;
    };

/** An access of an execution, and the weakest order with which the memory model would forbid the execution. */
export interface MissingOrder {
  readonly step: number;
  readonly asked: 'relaxed' | 'acquire' | 'release' | 'full';
  readonly enough: 'relaxed' | 'acquire' | 'release' | 'full';
}

export interface Witness {
  readonly property: Property;
  readonly steps: readonly WitnessStep[];
  readonly countAccesses: number;
  readonly switches: number;
  readonly digest: string;
  readonly schedule: string;
  readonly token: string;
  readonly missing?: readonly MissingOrder[];
}

/** Whether real threads can take these steps: JavaScript and WebAssembly have no memory in which a value is stale. */
export function isReplayable(steps: readonly WitnessStep[]): boolean {
  return steps.every(({ newer }) => newer === undefined);
}

export const STATUSES = ['holds', 'violated', 'observed', 'unknown'] as const;
/** What is known of a property. observed: it was seen, and says nothing against the protocol. */
export type Status = (typeof STATUSES)[number];
export type Statuses = Readonly<Partial<Record<Property, Status>>>;

/** What each key means, with its unit: docs/schemas/check@1.schema.json. */
export interface CheckResult extends Origin {
  readonly schema: 'reftorture/check@1';
  readonly config: CheckConfig;
  readonly environment: Environment;
  readonly verdict: Verdict;
  readonly properties: Statuses;
  readonly states: number;
  readonly transitions: number;
  readonly finals: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly interrupted: boolean;
  readonly frontier: number;
  readonly elapsedMs: number;
  readonly bytesPerState: number;
  /** Absent in files of 0.2.0 and before. */
  readonly threads?: number;
  readonly executions?: { readonly allowed: number; readonly forbidden: number; readonly maxEvents: number };
  readonly witness: Witness | null;
  readonly witnesses: readonly Witness[];
  readonly notes: readonly string[];
  /** Absent for a scenario of the user's own, and in results of earlier releases. */
  readonly scenarioFinds?: readonly string[];
}

/** The verdict that `properties` amount to: never clean where nothing was asked. */
export function verdictOf(properties: Statuses): Verdict {
  const statuses = Object.values(properties);
  if (statuses.includes('violated')) return 'violated';
  return statuses.includes('unknown') || statuses.length === 0 ? 'inconclusive' : 'clean';
}

/** The properties of `status`, the most telling first. */
export function propertiesThatAre(status: Status, { properties }: Pick<CheckResult, 'properties'>): Property[] {
  return (Object.keys(properties) as Property[]).filter((property) => properties[property] === status);
}

/** Why the parts of a result cannot be of one check; undefined where they can. */
export function contradictionIn({ config, verdict, properties, witness, witnesses }: CheckResult): string | undefined {
  const due = verdictOf(properties);
  if (verdict !== due) return `the verdict is ${verdict}, but its properties make it ${due}`;
  const observed = propertiesThatAre('observed', { properties }).find((name) => !isObservation(name, config.dtor));
  if (observed) return `${observed} is no observation under a ${config.dtor} destructor`;
  const seen = [...propertiesThatAre('violated', { properties }), ...propertiesThatAre('observed', { properties })];
  const stray = [...witnesses, ...(witness ? [witness] : [])].find(({ property }) => !seen.includes(property));
  if (stray)
    return `there is a witness of ${stray.property}, whose status is "${properties[stray.property] ?? 'not asked for'}"`;
  if (witness && properties[witness.property] !== 'violated')
    return `the witness is of ${witness.property}, which is no violation`;
  return undefined;
}

/** A witness in a file of its own: docs/schemas/witness@1.schema.json. */
export interface WitnessFile extends Origin {
  readonly schema: 'reftorture/witness@1';
  readonly config: CheckConfig;
  readonly witness: Witness;
}
