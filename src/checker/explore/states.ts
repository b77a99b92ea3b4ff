/** The states that an exploration has met, by number. */
export interface States {
  readonly size: number;
  /** Of the states and what finds them. */
  readonly bytes: number;
  readonly bytesPerState: number;
  /** Unpacks a state. */
  read(state: number, fields: Int32Array): void;
  /** The number of the state with `fields`, or -1. */
  find(fields: Int32Array): number;
}
