// Sets of events, as bits.

/** Bit i for event i, 32 to a word. */
export type EventSet = Int32Array;

/** Number of words that hold a bit for each of `size` events. */
export function strideOf(size: number): number {
  return (size + 31) >> 5;
}

export function noEvents(size: number): EventSet {
  return new Int32Array(strideOf(size));
}

export function setOf(size: number, holds: (event: number) => boolean): EventSet {
  const set = noEvents(size);
  for (let event = 0; event < size; event++) if (holds(event)) include(set, event);
  return set;
}

export function include(set: EventSet, event: number): void {
  set[event >> 5] = (set[event >> 5] as number) | (1 << (event & 31));
}

export function exclude(set: EventSet, event: number): void {
  set[event >> 5] = (set[event >> 5] as number) & ~(1 << (event & 31));
}

export function contains(set: EventSet, event: number): boolean {
  return ((set[event >> 5] as number) & (1 << (event & 31))) !== 0;
}

export function isEmpty(set: EventSet): boolean {
  return set.every((bits) => bits === 0);
}

/** The events that are in both sets. */
export function both(left: EventSet, right: EventSet): EventSet {
  return left.map((bits, word) => bits & (right[word] as number));
}

/** The events of the first set that are not in the second. */
export function butNot(left: EventSet, right: EventSet): EventSet {
  return left.map((bits, word) => bits & ~(right[word] as number));
}
