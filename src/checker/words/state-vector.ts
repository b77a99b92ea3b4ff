// A state vector is an unpacked state, an Int32Array: some fields for the memory, then one field for each thread.

/**
 * One field of a state vector, or of another Int32Array. The index must be in range. Only one type of array may be
 * passed here: V8 compiles a function that reads one type of array to a single load, and otherwise to a dispatch on the
 * type.
 */
export function field(vector: Int32Array, index: number): number {
  return vector[index] as number;
}

/** Copies a state vector. The loop is faster than set(), which is a call. */
export function copyFields(from: Int32Array, to: Int32Array): void {
  for (let index = 0; index < to.length; index++) to[index] = from[index] as number;
}
