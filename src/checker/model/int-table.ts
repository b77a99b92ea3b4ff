// Growable vectors and tables of numbers, for the transitions that an automaton has computed so far. The rows of a table
// are the local states, the columns the values that an access has read. Each row is only as long as its own columns
// need: a thread that counts for ever adds rows and columns, and a rectangle of them would take the square.

const INITIAL_LENGTH = 64;

/** One number for each local state, or for each detector step. */
export class IntVector {
  #numbers = new Int32Array(INITIAL_LENGTH);
  #length = 0;

  get bytes(): number {
    return this.#numbers.byteLength;
  }

  at(index: number): number {
    return this.#numbers[index] as number;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) this.#numbers = doubled(this.#numbers);
    this.#numbers[this.#length++] = number;
  }
}

/** Length of a row when its first entry is set. */
const INITIAL_ROW = 4;

export class IntTable {
  /** Per row: where it begins in `#entries`, and how many entries it has there. */
  #rows = new Int32Array(2 * INITIAL_LENGTH);
  #entries = new Int32Array(INITIAL_LENGTH);
  /** Number of entries that belong to rows, or did before these moved. */
  #used = 0;

  /** `empty`: the value of an entry that has not been set. */
  constructor(readonly empty: number) {}

  get bytes(): number {
    return this.#rows.byteLength + this.#entries.byteLength;
  }

  /** `row` must be within the bounds of setRows(). */
  at(row: number, column: number): number {
    const rows = this.#rows;
    const at = 2 * row;
    return column < (rows[at + 1] as number) ? (this.#entries[(rows[at] as number) + column] as number) : this.empty;
  }

  /** Makes room for `rows` rows. */
  setRows(rows: number): void {
    while (2 * rows > this.#rows.length) this.#rows = doubled(this.#rows);
  }

  set(row: number, column: number, entry: number): void {
    if (column >= (this.#rows[2 * row + 1] as number)) this.#lengthen(row, column + 1);
    this.#entries[(this.#rows[2 * row] as number) + column] = entry;
  }

  /** The entries of a row, by column. There may be fewer of them than columns: the others are empty. */
  row(row: number): Int32Array {
    const start = this.#rows[2 * row] as number;
    return this.#entries.subarray(start, start + (this.#rows[2 * row + 1] as number));
  }

  /** Moves a row behind all others, where it has room for `length` entries and more. */
  #lengthen(row: number, length: number): void {
    let longer = INITIAL_ROW;
    while (longer < length) longer *= 2;
    const start = this.#used;
    while (start + longer > this.#entries.length) this.#entries = doubled(this.#entries);
    this.#entries.fill(this.empty, start, start + longer);
    this.#entries.set(this.row(row), start);
    this.#rows[2 * row] = start;
    this.#rows[2 * row + 1] = longer;
    this.#used = start + longer;
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * numbers.length);
  longer.set(numbers);
  return longer;
}
