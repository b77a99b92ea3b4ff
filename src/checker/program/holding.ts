// By which calls references on a page come and go, whoever makes them: the functions of the protocol, as
// actors/model.ts exports them. The model counts with them how many references of a page are held (the *holders*),
// beside the protocol's own count word, and so decides of every free whether somebody still held the page.
//
// A reference is held from the return of the call that took it to the first access of the call that drops it. In
// between nobody may free the page. Afterwards a sound protocol may: in v4 another put can destroy the page while the
// one that dropped the reference is in its window.

import type { Program } from '../../printers/model/instructions.js';

interface Holding {
  /** References that the calling thread holds then: more, or fewer. */
  readonly sign: 1 | -1;
  /** On its return; if it returns other than 0; or as soon as it accesses shared memory, and on its return if it does not. */
  readonly at: 'return' | 'success' | 'access';
}

/** Functions of the protocol. The allocation counts for init(): see monitors/monitor-steps.ts. */
export const HOLDING = {
  init: undefined,
  tryGet: { sign: 1, at: 'success' },
  tryGetMany: { sign: 1, at: 'success' },
  get: { sign: 1, at: 'return' },
  put: { sign: -1, at: 'access' },
  putMany: { sign: -1, at: 'access' },
  /** A page that its holder froze has no holders: it is that thread's alone. */
  freeze: { sign: -1, at: 'success' },
  unfreeze: { sign: 1, at: 'return' },
} as const satisfies Record<string, Holding | undefined>;

type Name = keyof typeof HOLDING;
export const NAMES = Object.keys(HOLDING) as [Name, ...Name[]];

/** The outermost active call of a function of the protocol. What that function calls itself is its own affair. */
export interface ProtocolCall {
  readonly name: Name;
  /** Number of functions that are active outside of it. */
  readonly depth: number;
  /** Address of the count word. */
  readonly word: number;
  readonly references: number;
  /** True once it has accessed shared memory. */
  readonly hasAccessed: boolean;
}

/** A change of the number of holders of the page one of whose words is at `address`. */
export type HolderChange =
  /**
   * So many more; `unknown`: a role has written the count word itself, and what it means by that is not known.
   */
  | { readonly of: 'count'; readonly address: number; readonly change: number | 'unknown' }
  /** The page leaves the allocator, or returns to it. */
  | { readonly of: 'generation'; readonly address: number; readonly change: 'claimed' | 'freed' };

/** The protocol's functions by index. A program that is not a kernel has none. */
export function protocolFunctions({ exportedFunctions }: Program): ReadonlyMap<number, Name> {
  return new Map(
    NAMES.flatMap((name) => {
      const index = exportedFunctions.get(name);
      return index === undefined ? [] : [[index, name] as const];
    }),
  );
}

export function protocolCall(name: Name, [word = 0, second = 1]: readonly number[], depth: number): ProtocolCall {
  return { name, depth, word, references: second, hasAccessed: false };
}

/** Returns the change that comes with an access to `address` by `call`, or by no function of the protocol at all. */
export function changeByAccess(
  call: ProtocolCall | undefined,
  address: number,
  writes: boolean,
): HolderChange | undefined {
  if (!call) return writes ? { of: 'count', address, change: 'unknown' } : undefined;
  const holding = HOLDING[call.name];
  return holding?.at === 'access' && !call.hasAccessed ? changeBy(call, holding) : undefined;
}

/** Returns the change that comes when `call` returns `result`. */
export function changeByReturn(call: ProtocolCall, result: number): HolderChange | undefined {
  const holding = HOLDING[call.name];
  const changes = { return: true, success: result !== 0, access: !call.hasAccessed };
  return holding && changes[holding.at] ? changeBy(call, holding) : undefined;
}

function changeBy({ word, references }: ProtocolCall, { sign }: Holding): HolderChange {
  return { of: 'count', address: word, change: sign * references };
}
