// The memory models under which the checker explores: their names, what is said of them, what they suit, and how far they
// go unless told otherwise. Each is implemented in a folder of its own: checker/memory-models.ts.

interface MemoryFacts {
  /** Its name in the heading of a check, and in forms. */
  readonly name: string;
  /** The full name, and in which way accesses are ordered. */
  readonly description: string;
  /** States that are explored at most unless a caller says otherwise: as many as fit in 1 to 2 GB, or take a minute or two. */
  readonly maxStates: number;
  /** The unit of maxStates, unless states. */
  readonly counts?: string;
  /** Rounds of all threads together up to which a check is short enough for the thread that asks for it. */
  readonly smallRounds: number;
  /** The built-in scenarios that are small enough to be explored; all, unless given. One of the user's own may always be. */
  readonly scenarios?: readonly string[];
  /** Options of `check` that mean nothing to it, with the reason. */
  readonly withoutEffect: readonly (readonly [option: string, reason: string])[];
  /** The reason, if it looks for no livelocks. */
  readonly noLivelocks?: string;
  /** The reason, if no schedule can be made by hand under it. */
  readonly noSimulation?: string;
}

const facts = {
  sc: {
    name: 'sequentially consistent',
    description: 'sequential consistency',
    maxStates: 40_000_000, // 15 bytes each
    smallRounds: 5,
    withoutEffect: [],
  },
  ra: {
    name: 'release/acquire as the source asks',
    description: 'release/acquire, each access as ordered as its source asks',
    maxStates: 5_000_000, // hundreds of bytes each, with messages and views
    smallRounds: 4,
    withoutEffect: [],
  },
  lkmm: {
    name: 'Linux-kernel memory model',
    description: 'the axioms of the Linux-kernel memory model',
    maxStates: 500_000, // none is kept
    counts: 'partial executions',
    smallRounds: 0,
    scenarios: ['email', 'stale', 'getters', 'walker', 'recheck'], // in which orders matter
    withoutEffect: [
      ['--reduction', 'under lkmm each execution is explored once'],
      ['--max-memory', 'under lkmm nothing that grows is kept'],
    ],
    noLivelocks: 'a livelock is not looked for under lkmm, which knows no state to return to: use --memory sc or ra',
    noSimulation: 'under lkmm an execution is judged as a whole, not step by step: take the memory sc or ra',
  },
} as const satisfies Readonly<Record<string, MemoryFacts>>;

export type MemoryModelName = keyof typeof facts;

export const memoryFacts: Readonly<Record<MemoryModelName, MemoryFacts>> = facts;

/** In the order in which litmus tests run under them. */
export const MEMORY_MODELS = Object.keys(facts) as readonly MemoryModelName[];

/** The model of the Linux kernel: what a litmus test states of its result is compared with this one. */
export const KERNEL_MODEL: MemoryModelName = 'lkmm';

/** Tells whether a built-in scenario can be explored under a memory model. */
export function suits(memory: MemoryModelName, scenario: string): boolean {
  return memoryFacts[memory].scenarios?.includes(scenario) ?? true;
}
