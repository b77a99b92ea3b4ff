// What a check reports: the keys are an interface, stable once released.

import type { Environment } from '../machine/environment.js';
import type { Property } from '../violations/table.js';
import type { DestructorPolicy, Verdict } from './race-result.js';

/** Sequential consistency, or release/acquire with relaxed accesses, as the orderings in the sources ask. */
export type MemoryModel = 'sc' | 'ra';

export interface CheckConfig {
  /** Name in the registry, or path of a protocol file. */
  readonly protocol: string;
  readonly scenario: string;
  /** One thread each, by role name, in the order of the scenario. */
  readonly roles: readonly string[];
  /** Lives that every role plays (see Role.rounds in scenarios/index.ts). */
  readonly rounds: number;
  readonly pages: number;
  readonly slots: number;
  readonly dtor: DestructorPolicy;
  readonly recheck: boolean;
  /** When an owner takes its page out of the index: before it puts the index's reference, or after. */
  readonly unmap: 'before-put' | 'after-put';
  readonly memory: MemoryModel;
  /** Bits of the count word. */
  readonly width: number;
  /** Failed gets from which the protocol takes them back; null: as its source says for this width. */
  readonly resetAfter: number | null;
}

/** One atomic access, or a choice, of a witness. */
export interface WitnessStep {
  /** Index into the configuration's roles. */
  readonly thread: number;
  readonly operation: string;
  /** Name of the shared word, empty for a choice. */
  readonly location: string;
  /** Values of the word; for a slot the page's index, or -1; of a choice the number of outcomes and the outcome. */
  readonly before: number;
  readonly after: number;
  /** Under a weak memory model, of an access that did not find the newest write to the word: how many newer ones there were. */
  readonly newer?: number;
  /** And the value that the newest of them had written. */
  readonly newest?: number;
  /** Source file and line, such as `v4.ts:31`. */
  readonly source: string;
  /** What stood in that line when it was checked, without its indentation. */
  readonly code: string;
  /** Functions that the thread is in, from its role inwards. */
  readonly path: readonly string[];
  /** 1 or 2: the step of a two-step put. 0: neither. */
  readonly half: 0 | 1 | 2;
  /** What the detectors saw with this step. */
  readonly notes: readonly WitnessNote[];
}

export type WitnessNote =
  /** The thread goes on with a reference, in its belief on this generation of the page. */
  | {
      readonly kind: 'holds';
      /** Index in the page array. */
      readonly page: number;
      readonly generation: number;
    }
  | {
      readonly kind: 'violation';
      readonly property: Property;
      readonly page: number;
      /** What the thread acted on. */
      readonly heldGeneration: number;
      readonly believedType: number;
      /** What the page was, and its count word. */
      readonly generation: number;
      readonly type: number;
      readonly word: number;
    };

export interface Witness {
  readonly property: Property;
  readonly steps: readonly WitnessStep[];
  /** Steps that touch a reference count word. */
  readonly countAccesses: number;
  /** Changes from one thread to another. */
  readonly switches: number;
  /** Of the sources and the configuration that the schedule belongs to. */
  readonly digest: string;
  /** The schedule in short: a letter for each thread, with the number of its steps in a row. */
  readonly schedule: string;
  /** Configuration, digest and schedule in one: `reftorture replay TOKEN` takes it. */
  readonly token: string;
}

/** Whether real threads can take these steps: JavaScript and WebAssembly have no memory in which a value is stale. */
export function isReplayable(steps: readonly WitnessStep[]): boolean {
  return steps.every(({ newer }) => newer === undefined);
}

export interface CheckResult {
  readonly schema: 'reftorture/check@1';
  readonly config: CheckConfig;
  /** Where it was explored. The findings do not depend on it; the time does, and the version of reftorture is there. */
  readonly environment: Environment;
  readonly verdict: Verdict;
  /** `unknown`: a limit was hit, or the check interrupted, before it was found violated. */
  readonly properties: Readonly<Partial<Record<Property, 'holds' | 'violated' | 'unknown'>>>;
  readonly states: number;
  readonly transitions: number;
  /** States in which every thread has ended. */
  readonly finals: number;
  /** Levels of the breadth-first exploration. */
  readonly depth: number;
  readonly complete: boolean;
  readonly interrupted: boolean;
  /** States met and not expanded, when it is not complete. */
  readonly frontier: number;
  readonly elapsedMs: number;
  readonly bytesPerState: number;
  /** Of the most telling property that is violated. */
  readonly witness: Witness | null;
  /** The shortest of every property that is violated. */
  readonly witnesses: readonly Witness[];
  /** What a reader should know besides: the limits of what was shown. */
  readonly notes: readonly string[];
}

/** A witness in a file of its own. */
export interface WitnessFile {
  readonly schema: 'reftorture/witness@1';
  readonly config: CheckConfig;
  readonly witness: Witness;
}
