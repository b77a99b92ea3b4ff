// The slice of large tables that `npm test` plays. `npm run test:all` sets REFTORTURE_SLOW=1 and plays all of them.

export const SLOW = Boolean(process.env.REFTORTURE_SLOW);

/** `whole` where everything is played, `slice` otherwise. */
export function inSlow<T>(whole: T, slice: T): T {
  return SLOW ? whole : slice;
}

/**
 * Returns whether the cell at `row` and `column` of a table is played: by default every `step`-th one of each row, shifted
 * from row to row. A table of at least `step` rows and columns has each of them played.
 */
export function isPlayed(row: number, column: number, step: number): boolean {
  return SLOW || (row + column) % step === 0;
}

/** Every `step`-th of `all`, from the first one on. */
export function slice<T>(all: readonly T[], step: number): readonly T[] {
  return all.filter((_, index) => isPlayed(index, 0, step));
}
