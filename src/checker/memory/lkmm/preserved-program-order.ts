// Preserved program order, "ppo" (explanation.txt, "The preserved program order relation"): which accesses of a thread
// happen in the order in which the program has them.

import type { Fences } from './fences.js';
import type { Primitives } from './primitives.js';
import { anyTimes, between, named, type Relation, sequence, union, within } from './relation.js';

export interface Dependencies {
  readonly address: Relation;
  readonly data: Relation;
  readonly control: Relation;
}

/**
 * From a read to the accesses that depend on it: their address, their value, or whether they happen at all. A value that a
 * thread writes and reads back carries the dependency along.
 */
export function dependenciesOf({ execution, size, rfi }: Primitives): Dependencies {
  const stated = (name: 'address' | 'data' | 'control', called: string): Relation => {
    const result = named(size, called);
    for (const [event, reads] of execution[name].entries()) for (const read of reads) result.add(read, event);
    return result;
  };
  const data = stated('data', 'data');
  const carried = anyTimes(sequence(data, rfi));
  return {
    address: sequence(carried, stated('address', 'addr')),
    data: sequence(carried, data),
    control: sequence(carried, stated('control', 'ctrl')),
  };
}

export function preservedProgramOrder(
  { reads, writes, marked, plain, threadOf, rfi, co, fr }: Primitives,
  { address, data, control }: Dependencies,
  { any, wmb }: Fences,
): Relation {
  return union(
    // A write takes effect when its address and value are known, and it is certain to happen. A read needs its address.
    between(reads, union(address, data, control), writes),
    between(reads, address, reads),
    // Accesses to one word that would otherwise change places in its coherence order.
    within(union(co, fr), threadOf),
    // The address of a plain write is known before smp_wmb() lets a later write happen.
    sequence(between(reads, address, plain), wmb),
    // A read takes its value from a write of its thread, which is not there before what that depends on.
    sequence(between(reads, union(address, data), marked), rfi),
    any,
  );
}
