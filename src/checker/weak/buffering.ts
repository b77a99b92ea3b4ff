// Whether load buffering, which the weak model cannot show, could add anything: whether some store may pass an earlier
// load of its thread. If none may, every execution that the Linux-kernel memory model allows has an order in which loads
// come behind what they find, and the model misses none.
//
// A store stays behind an earlier load if it releases or is a full operation, if a full barrier stands between them, if
// the load acquires, or if it depends on the load: here, if the load may also find a value after which that store is not
// reached. (Data and address dependencies are not looked for.) Values that only a buffered execution would bring change
// nothing: a store that they alone lead to depends on the load.

import { FULL, RELAXED, RELEASE } from '../../runtime/order.js';
import { writes } from '../machine/access.js';
import { type Automaton, UNKNOWN } from '../machine/automaton.js';
import type { Instruction } from '../program/instructions.js';

/** A store that may pass a load before it: positions in the bundle. */
export interface Passing {
  readonly load: number;
  readonly store: number;
}

type Access = Extract<Instruction, { op: 'access' }>;

/** The first such pair in an automaton that has been explored. */
export function storeThatPasses(automaton: Automaton): Passing | undefined {
  for (let place = 0; place < automaton.places.length; place++) {
    const access = accessOf(automaton, place);
    if (!access || access.access === 'store') continue;
    const ways = followers(automaton, place);
    if (!ways.some(({ fails }) => isUnordered(automaton, place, fails))) continue;
    const reached = ways.map(({ next }) => storesFrom(automaton, next));
    const [first = new Set<number>(), ...others] = reached;
    for (const store of first) {
      if (others.every((stores) => stores.has(store))) return { load: access.position, store };
    }
  }
  return undefined;
}

function accessOf(automaton: Automaton, place: number): Access | undefined {
  const instruction = automaton.places[place]?.instruction;
  return instruction?.op === 'access' ? instruction : undefined;
}

function orderOf(automaton: Automaton, place: number): number {
  return automaton.places[place]?.inputs.at(-1) as number;
}

/** Whether the load of the access in `place` lets later accesses pass; one that fails always does. */
function isUnordered(automaton: Automaton, place: number, fails: boolean): boolean {
  const order = orderOf(automaton, place);
  return fails || order === RELAXED || order === RELEASE;
}

/** Where a thread waits behind `place`, for each value that has been found there. */
function followers(automaton: Automaton, place: number): { next: number[]; fails: boolean }[] {
  const { next, rowShift, words } = automaton;
  const { inputs } = automaton.places[place] ?? { inputs: [] };
  const word = automaton.wordOf[place] as number;
  const isSwap = accessOf(automaton, place)?.access === 'compareExchange';
  const found: { next: number[]; fails: boolean }[] = [];
  for (let number = 0; number < 1 << rowShift; number++) {
    const entry = next[(place << rowShift) | number] as number;
    if (entry === UNKNOWN) continue;
    found.push({ next: ends(automaton, entry), fails: isSwap && words.value(word, number) !== inputs[1] });
  }
  return found;
}

/** The places at the ends of the links that begin with `entry`. */
function ends(automaton: Automaton, entry: number): number[] {
  if (entry >= 0) return [entry];
  const { linkNext, rowShift } = automaton;
  const row = linkNext.subarray(~entry << rowShift, (~entry + 1) << rowShift);
  return [...new Set(row)].filter((next) => next !== UNKNOWN).flatMap((next) => ends(automaton, next));
}

/** Positions of the stores that are reached from `starts` before any full barrier, and that do not release. */
function storesFrom(automaton: Automaton, starts: readonly number[]): Set<number> {
  const stores = new Set<number>();
  const seen = new Set(starts);
  for (const place of seen) {
    const access = accessOf(automaton, place);
    const order = access ? orderOf(automaton, place) : RELAXED;
    const instruction = automaton.places[place]?.instruction;
    if (instruction?.op === 'fence' && instruction.fence === 'full') continue;
    for (const { next, fails } of followers(automaton, place)) {
      if (access && order === FULL && !fails) continue;
      if (access && writes(access.access) && !fails && order !== RELEASE) stores.add(access.position);
      for (const follower of next) seen.add(follower);
    }
  }
  return stores;
}
