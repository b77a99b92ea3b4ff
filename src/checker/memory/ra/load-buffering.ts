// Load buffering is a behaviour in which a load reads a value that is written later in every interleaving: a store has
// passed an earlier load of its thread. The weak model cannot show it. This file decides whether it could add anything:
// whether some store may pass an earlier load. If none may, every execution that the Linux-kernel memory model allows
// has an order in which loads come after the writes that they read, and the model misses none.
//
// A store stays after an earlier load in four cases: it releases or is a full operation; a full barrier is between
// them; the load acquires; or it depends on the load by control. The last is approximated: the load may also read a
// value after which that store is not reached. (Data and address dependencies are not considered.) Values that only a
// buffered execution produces change nothing: a store that is reached only by such a value depends on the load.

import type { Access } from '../../../printers/model/instructions.js';
import { FULL, RELAXED, RELEASE } from '../../../runtime/order.js';
import { type Automaton, UNKNOWN } from '../../model/automaton.js';
import { canWrite, type Operands, operandsOf, refuses } from '../../program/access.js';

/** A store that may pass an earlier load. Both are character offsets in the bundle. */
export interface ReorderablePair {
  readonly load: number;
  readonly store: number;
}

/** The access that a thread executes next. */
interface PendingAccess {
  readonly access: Access;
  readonly operands: Operands;
  readonly position: number;
}

/** The first such pair in the automaton of a complete exploration, or undefined. */
export function findReorderableStore(automaton: Automaton): ReorderablePair | undefined {
  for (let localState = 0; localState < automaton.size; localState++) {
    const load = accessAt(automaton, localState);
    if (!load || load.access === 'store') continue;
    const outcomes = outcomesAt(automaton, localState);
    if (!outcomes.some(({ fails }) => isUnordered(load, fails))) continue;
    const [first = new Set<number>(), ...others] = outcomes.map(({ localStates }) =>
      reorderableStoresFrom(automaton, localStates),
    );
    for (const store of first) {
      if (others.every((stores) => stores.has(store))) return { load: load.position, store };
    }
  }
  return undefined;
}

function accessAt(automaton: Automaton, localState: number): PendingAccess | undefined {
  const pause = automaton.pauseAt(localState);
  const { instruction } = pause;
  if (instruction?.op !== 'access') return undefined;
  return { access: instruction.access, operands: operandsOf(pause), position: instruction.position };
}

/** Tells whether later accesses may pass the load of the access. A failed compare-and-swap is a relaxed load. */
function isUnordered({ operands: { order } }: PendingAccess, fails: boolean): boolean {
  return fails || order === RELAXED || order === RELEASE;
}

/** For each value read in `localState`: the local states that follow, and whether its compare-and-swap fails. */
function outcomesAt(automaton: Automaton, localState: number): { localStates: number[]; fails: boolean }[] {
  const { successor, words } = automaton;
  const word = automaton.wordOf.at(localState);
  const access = accessAt(automaton, localState);
  const outcomes: { localStates: number[]; fails: boolean }[] = [];
  for (const [number, entry] of successor.row(localState).entries()) {
    if (entry === UNKNOWN) continue;
    const { first = 0, second = 0 } = access?.operands ?? {};
    const fails = access !== undefined && refuses(access.access, words.value(word, number), first, second);
    outcomes.push({ localStates: localStatesAfter(automaton, entry), fails });
  }
  return outcomes;
}

/** The local states after the chain of detector steps that begins with `entry`. */
function localStatesAfter(automaton: Automaton, entry: number): number[] {
  if (entry >= 0) return [entry];
  return [...automaton.successorsOf(entry)].flatMap((next) => localStatesAfter(automaton, next));
}

/** The stores that are reached from `starts` before any full barrier, and that do not release: their positions. */
function reorderableStoresFrom(automaton: Automaton, starts: readonly number[]): Set<number> {
  const stores = new Set<number>();
  const reached = new Set(starts);
  for (const localState of reached) {
    const { instruction } = automaton.pauseAt(localState);
    if (instruction?.op === 'fence' && instruction.fence === 'full') continue;
    const access = accessAt(automaton, localState);
    for (const { localStates, fails } of outcomesAt(automaton, localState)) {
      if (access && !fails) {
        const { order } = access.operands;
        if (order === FULL) continue;
        if (canWrite(access.access) && order !== RELEASE) stores.add(access.position);
      }
      for (const successor of localStates) reached.add(successor);
    }
  }
  return stores;
}
