// Options of an exploration.

import type { Environment } from '../machine/environment.js';
import type { CheckOptions } from '../requests/run-options.js';
import type { Limits } from './search/limits.js';
import type { ScheduleStep } from './trace/schedule.js';

/** The options of a caller, and those that only the exploring thread needs. */
export interface ExploreOptions
  extends Pick<CheckOptions, 'maxStates' | 'properties' | 'reductions'>,
    Partial<Omit<Limits, 'maxStates'>> {
  /** The machine: a thread may know less of it than the one that started it. Unless given, it is looked up. */
  readonly environment?: Environment;
  /** Leaves it at what is proved for any number of threads: of the rest, no few are explored. */
  readonly proofOnly?: boolean | undefined;
  /** Receives the certificate of what was proved for any number of threads, in parts. */
  readonly onProof?: ((text: Iterable<string>) => void) | undefined;
  /** Steps that were taken already: only what can follow them is explored, and every witness begins with them. */
  readonly prefix?: readonly ScheduleStep[];
}
