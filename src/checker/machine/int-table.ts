// Growable vectors and tables of numbers, for the transitions that an automaton has computed so far. A table grows in
// rows with the local states, and in columns with the values that an access has read.

/** The contents of a table, for another thread. Row r begins at r << rowShift. */
export interface IntTableContents {
  readonly entries: Int32Array;
  readonly rowShift: number;
}

const INITIAL_ROWS = 64;

/** One number for each local state, or for each detector step. */
export class IntVector {
  #numbers: Int32Array;
  #length = 0;

  constructor(numbers: Int32Array = new Int32Array(INITIAL_ROWS)) {
    this.#numbers = numbers;
  }

  at(index: number): number {
    return this.#numbers[index] as number;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Int32Array(2 * this.#length);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length++] = number;
  }

  /** For another thread. May be longer than the vector. */
  get contents(): Int32Array {
    return this.#numbers;
  }
}

export class IntTable {
  /** The value of an entry that has not been set. */
  readonly empty: number;
  #entries: Int32Array;
  #rowShift: number;

  /** `rowShift`: initial length of a row, as a power of two. */
  constructor(empty: number, rowShift: number) {
    this.empty = empty;
    this.#entries = new Int32Array(INITIAL_ROWS << rowShift).fill(empty);
    this.#rowShift = rowShift;
  }

  /** `row` and `column` must be within the bounds of setRows() and setWidth(). */
  at(row: number, column: number): number {
    return this.#entries[(row << this.#rowShift) | column] as number;
  }

  set(row: number, column: number, entry: number): void {
    this.#entries[(row << this.#rowShift) | column] = entry;
  }

  /** The entries of a row, by column. */
  row(row: number): Int32Array {
    return this.#entries.subarray(row << this.#rowShift, (row + 1) << this.#rowShift);
  }

  /** Makes room for `rows` rows. */
  setRows(rows: number): void {
    const { length } = this.#entries;
    if (rows << this.#rowShift <= length) return;
    const larger = new Int32Array(2 * length);
    larger.set(this.#entries);
    this.#entries = larger.fill(this.empty, length);
    this.setRows(rows);
  }

  /** Makes room for `width` entries in each row. */
  setWidth(width: number): void {
    while (width > 1 << this.#rowShift) {
      const rows = this.#entries.length >>> this.#rowShift;
      const wider = new Int32Array(2 * this.#entries.length).fill(this.empty);
      for (let row = 0; row < rows; row++) wider.set(this.row(row), (2 * row) << this.#rowShift);
      this.#entries = wider;
      this.#rowShift++;
    }
  }

  get contents(): IntTableContents {
    return { entries: this.#entries, rowShift: this.#rowShift };
  }

  static of(contents: IntTableContents, empty: number): IntTable {
    const table = new IntTable(empty, 0);
    table.#entries = contents.entries;
    table.#rowShift = contents.rowShift;
    return table;
  }
}
