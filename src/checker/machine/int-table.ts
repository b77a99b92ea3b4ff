// Numbers that an automaton has found out so far: a table grows in rows with the places, and in width with the values
// that a step has been seen to find.

/** What a table holds, to be sent to another thread. Row r begins at r << rowShift. */
export interface TableContents {
  readonly entries: Int32Array;
  readonly rowShift: number;
}

const FIRST_ROWS = 64;

/** One number for each place, or for each link. */
export class Column {
  #numbers: Int32Array;
  #length = 0;

  constructor(numbers: Int32Array = new Int32Array(FIRST_ROWS)) {
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

  /** To be sent to another thread. */
  get contents(): Int32Array {
    return this.#numbers;
  }
}

export class Table {
  /** What an entry holds that has not been set. */
  readonly empty: number;
  #entries: Int32Array;
  #rowShift: number;

  /** `rowShift`: entries of a row at first, as a power of two. */
  constructor(empty: number, rowShift: number) {
    this.empty = empty;
    this.#entries = new Int32Array(FIRST_ROWS << rowShift).fill(empty);
    this.#rowShift = rowShift;
  }

  /** `row` and `column` must be within what setRows() and setWidth() have made room for. */
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

  get contents(): TableContents {
    return { entries: this.#entries, rowShift: this.#rowShift };
  }

  static of(contents: TableContents, empty: number): Table {
    const table = new Table(empty, 0);
    table.#entries = contents.entries;
    table.#rowShift = contents.rowShift;
    return table;
  }
}
