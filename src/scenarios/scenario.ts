// What a scenario is.

/** A role: its number in the kernel, and what a listing calls it. */
export interface Role {
  readonly number: number;
  readonly name: string;
  /** Rounds that make one life of the role: an owner fills its slot in one and clears it in the next. */
  readonly rounds: number;
}

/** The number of the first role of a user's scenario: above the numbers of all built-in roles. */
export const FIRST_ROLE = 1000;

export interface Scenario {
  /** In the box, or the path of a user's file. */
  readonly name: string;
  /** Absolute path of a user's file; absent for what is in the box. */
  readonly file?: string;
  readonly description: string;
  /** Default number of pages. */
  readonly pages: number;
  /** Default number of index slots, a power of two. */
  readonly slots: number;
  readonly minThreads: number;
  /** What a check explores unless told otherwise: a cast in which everything that the scenario is about can happen. */
  readonly check: {
    readonly threads: number;
    /** Most threads that add something; more would only repeat roles that are meant for one thread each. */
    readonly maxThreads: number;
    readonly pages: number;
    readonly slots: number;
  };
  /** The roles of `threads` workers, in order. */
  roles(threads: number): Role[];
}

/** `threads` roles, going round `cast` as often as it takes. */
export function inTurn(cast: readonly Role[], threads: number): Role[] {
  return Array.from({ length: threads }, (_, worker) => cast[worker % cast.length] as Role);
}
