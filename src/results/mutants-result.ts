// What becomes of the protocols that break: the keys are an interface, stable once released.

import type { Environment } from '../machine/environment.js';
import type { Property } from '../violations/table.js';
import type { Verdict } from './race-result.js';

export interface MutantsResult {
  readonly schema: 'reftorture/mutants@1';
  readonly environment: Environment;
  readonly rows: readonly MutantRow[];
  /** Protocols that break, and those of them that each way found. */
  readonly broken: number;
  readonly foundByCheck: number;
  readonly foundByRace: number;
  /** Protocols that break and that real threads can be expected to show breaking. */
  readonly withinReach: number;
  /** Sound protocols, and those of them that somebody accused. */
  readonly sound: number;
  readonly accused: number;
  /** The rows are those of the protocols that were done until then. */
  readonly interrupted: boolean;
}

export interface MutantRow {
  readonly protocol: string;
  readonly sound: boolean;
  readonly mutant: boolean;
  readonly check: {
    /** Of a sound protocol: every scenario. */
    readonly scenario: string;
    readonly verdict: Verdict;
    readonly violations: readonly Property[];
    /** Steps of the shortest witness; null when there is none. */
    readonly steps: number | null;
    readonly states: number;
    readonly elapsedMs: number;
  };
  readonly race: {
    readonly scenario: string;
    readonly stall: string;
    readonly verdict: Verdict;
    readonly violations: readonly Property[];
    /** Until the race was stopped by its first violation, or time was up. */
    readonly durationMs: number;
  } | null;
  /** Why there was no race. */
  readonly outOfReach: string | null;
}
