/** A visited set: the canonical states that an exploration has discovered, each with a number from 0. */
export interface States {
  readonly size: number;
  /** Memory of the states, and of what finds them. */
  readonly bytes: number;
  /** Unpacks a state into a state vector. */
  read(state: number, fields: Int32Array): void;
  /** The number of the state with these fields, or -1. */
  find(fields: Int32Array): number;
}
