// A state that is being worked on is an Int32Array: fields for the memory, then one field for each thread.

/**
 * One field of a state, or another number known by its word. The index must be within it. Only for Int32Array: V8
 * compiles a function that reads arrays of one kind to a single load, and one that reads several kinds to a search.
 */
export function field(state: Int32Array, index: number): number {
  return state[index] as number;
}
