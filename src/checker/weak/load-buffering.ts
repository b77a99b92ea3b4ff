// Whether load buffering, which the weak model cannot show, could add anything: whether some store may pass an earlier
// load of its thread. If none may, every execution that the Linux-kernel memory model allows has an order in which loads
// come behind what they find, and the model misses none.
//
// A store stays behind an earlier load if it releases or is a full operation, if a full barrier stands between them, if
// the load acquires, or if it depends on the load: here, if the load may also find a value after which that store is not
// reached. (Data and address dependencies are not looked for.) Values that only a buffered execution would bring change
// nothing: a store that they alone lead to depends on the load.

import { FULL, RELAXED, RELEASE } from '../../runtime/order.js';
import { canWrite, type Operands, operandsOf } from '../machine/access.js';
import { type Automaton, UNKNOWN } from '../machine/automaton.js';
import type { Access } from '../program/instructions.js';

/** A store that may pass a load before it: positions in the bundle. */
export interface Passing {
  readonly load: number;
  readonly store: number;
}

/** An access that a thread waits in. */
interface WaitingAccess {
  readonly access: Access;
  readonly operands: Operands;
  readonly position: number;
}

/** The first such pair in an automaton that has been explored. */
export function storeThatPasses(automaton: Automaton): Passing | undefined {
  for (let place = 0; place < automaton.size; place++) {
    const load = accessAt(automaton, place);
    if (!load || load.access === 'store') continue;
    const outcomes = outcomesAt(automaton, place);
    if (!outcomes.some(({ fails }) => isUnordered(load, fails))) continue;
    const [first = new Set<number>(), ...others] = outcomes.map(({ places }) => storesFrom(automaton, places));
    for (const store of first) {
      if (others.every((stores) => stores.has(store))) return { load: load.position, store };
    }
  }
  return undefined;
}

function accessAt(automaton: Automaton, place: number): WaitingAccess | undefined {
  const pause = automaton.pauseAt(place);
  const { instruction } = pause;
  if (instruction?.op !== 'access') return undefined;
  return { access: instruction.access, operands: operandsOf(pause), position: instruction.position };
}

/** Whether the load of the access lets later accesses pass; one that fails always does. */
function isUnordered({ operands: { order } }: WaitingAccess, fails: boolean): boolean {
  return fails || order === RELAXED || order === RELEASE;
}

/** For each value that has been found in `place`: where the thread waits then, and whether its compare-and-swap fails. */
function outcomesAt(automaton: Automaton, place: number): { places: number[]; fails: boolean }[] {
  const { successor, words } = automaton;
  const word = automaton.wordOf.at(place);
  const access = accessAt(automaton, place);
  const found: { places: number[]; fails: boolean }[] = [];
  for (const [number, entry] of successor.row(place).entries()) {
    if (entry === UNKNOWN) continue;
    const fails = access?.access === 'compareExchange' && words.value(word, number) !== access.operands.first;
    found.push({ places: placesBehind(automaton, entry), fails });
  }
  return found;
}

/** The places at the ends of the links that begin with `entry`. */
function placesBehind(automaton: Automaton, entry: number): number[] {
  if (entry >= 0) return [entry];
  return [...automaton.successorsOf(entry)].flatMap((next) => placesBehind(automaton, next));
}

/** Positions of the stores that are reached from `starts` before any full barrier, and that do not release. */
function storesFrom(automaton: Automaton, starts: readonly number[]): Set<number> {
  const stores = new Set<number>();
  const seen = new Set(starts);
  for (const place of seen) {
    const { instruction } = automaton.pauseAt(place);
    if (instruction?.op === 'fence' && instruction.fence === 'full') continue;
    const access = accessAt(automaton, place);
    for (const { places, fails } of outcomesAt(automaton, place)) {
      if (access && !fails) {
        const { order } = access.operands;
        if (order === FULL) continue;
        if (canWrite(access.access) && order !== RELEASE) stores.add(access.position);
      }
      for (const follower of places) seen.add(follower);
    }
  }
  return stores;
}
