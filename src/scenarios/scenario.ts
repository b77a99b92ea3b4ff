// What a scenario is.

/** What a worker does in a round: the role's number in the kernel, and its name in listings. */
export interface Role {
  readonly number: number;
  readonly name: string;
  /**
   * Rounds after which the role has done all that it does: an owner fills its slot in one and clears it in the next.
   */
  readonly rounds: number;
}

/** The number of the first role of a user's scenario: above the numbers of all built-in roles. */
export const FIRST_ROLE = 1000;

export interface Scenario {
  /** The name of a built-in scenario, or the path of a user's file as given. */
  readonly name: string;
  /** Absolute path of a user's file. Absent for a built-in scenario. */
  readonly file?: string;
  readonly description: string;
  /** Default number of pages. */
  readonly pages: number;
  /** Default number of index slots, a power of two. */
  readonly slots: number;
  readonly minThreads: number;
  /** What a check explores unless told otherwise: enough for everything that the scenario is about to happen. */
  readonly check: {
    readonly threads: number;
    /** The most threads of a check. More would only repeat roles that are meant for one thread each. */
    readonly maxThreads: number;
    readonly pages: number;
    readonly slots: number;
  };
  /** The roles of `threads` workers, in order. */
  roles(threads: number): Role[];
}

/** The roles of `threads` workers: those of `cast` in order, again and again. */
export function inTurn(cast: readonly Role[], threads: number): Role[] {
  return Array.from({ length: threads }, (_, worker) => cast[worker % cast.length] as Role);
}
