// A scenario: roles, pages and slots, and the defaults of a check.

/**
 * An option that a role may use, or not: whether readers recheck, when owners unmap, how many slots the index has; and
 * where counts lie in descriptors, how the memory of those comes back, and where read-side sections lie.
 */
export type RoleOption = 'recheck' | 'unmap' | 'slots' | 'reclaim' | 'section';

/** The part that a worker plays in a round: the role's number in the kernel, and its name in listings. */
export interface Role {
  readonly number: number;
  readonly name: string;
  /** The options that it looks at. Absent where that is not known: it may look at all. */
  readonly usesOptions?: readonly RoleOption[];
  /**
   * Rounds after which the role has done all that it does: an owner fills its slot in one and clears it in the next.
   */
  readonly rounds: number;
}

/** The roles of a scenario of the user's own: kernels for it contain them. */
export interface UserRoles {
  /** Absolute path of the scenario's file. */
  readonly file: string;
  /** Functions that the file exports, in the order of their numbers from FIRST_USER_ROLE on. */
  readonly names: readonly string[];
}

/** Above the number of every built-in role. */
export const FIRST_USER_ROLE = 1000;

export interface Scenario {
  /** The name of a built-in scenario, or the path of a user's file as given. */
  readonly name: string;
  /** Absent for what is built in. */
  readonly userRoles?: UserRoles;
  readonly description: string;
  /** Default number of pages. */
  readonly pages: number;
  /** Default number of index slots, a power of two. */
  readonly slots: number;
  readonly minThreads: number;
  /** Defaults of a check: enough for everything that the scenario is about to happen. */
  readonly check: {
    readonly threads: number;
    /** The most threads of a check. More would only repeat roles that are meant for one thread each. */
    readonly maxThreads: number;
    readonly pages: number;
    readonly slots: number;
    /** Lives that every thread plays. Absent: 1. */
    readonly rounds?: number;
    /** Bits of the count word. Absent: 32. */
    readonly width?: number;
  };
  /** The roles of `threads` workers, in order. */
  roles(threads: number): Role[];
}

/** A scenario with a role for each thread: plain data, which a worker thread can be sent. */
export interface ScenarioWithRoles extends Pick<Scenario, 'name' | 'userRoles'> {
  readonly threadRoles: readonly Role[];
}

/** The roles of `threads` workers: those of `threadRoles` in order, again and again. */
export function inTurn(threadRoles: readonly Role[], threads: number): Role[] {
  return Array.from({ length: threads }, (_, worker) => threadRoles[worker % threadRoles.length] as Role);
}
