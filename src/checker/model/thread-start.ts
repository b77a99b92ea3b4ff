/** The function that a thread runs, with its arguments and the values of the globals at its beginning. */
export interface ThreadStart {
  readonly functionIndex: number;
  readonly inputs: readonly number[];
  readonly globals: readonly number[];
}
