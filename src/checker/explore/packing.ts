// A state is its fields side by side in a few 32-bit cells: for each shared word the number of its value, then for each
// thread its place. Fields never straddle a cell.

/** Cells are compared and hashed as 32 bits, whatever their sign. */
export type Cells = Uint32Array | Int32Array;

export interface Packing {
  /** Cells of a state. */
  readonly cells: number;
  /** Per field. */
  readonly cell: Int32Array;
  readonly shift: Int32Array;
  readonly bits: Int32Array;
}

/** Bits that `value` needs in a field. */
export function bitsFor(value: number): number {
  return Math.max(1, 32 - Math.clz32(value));
}

/** Lays out fields of at least the given widths (1 to 32 bits), in order; bits to spare in a cell go to its fields. */
export function pack(least: readonly number[]): Packing {
  const cell = new Int32Array(least.length);
  const shift = new Int32Array(least.length);
  const bits = Int32Array.from(least);
  let current = 0;
  let first = 0;
  const close = (end: number): void => {
    let spare = 32;
    for (let field = first; field < end; field++) spare -= bits[field] as number;
    for (let field = first; spare > 0; field = field + 1 < end ? field + 1 : first, spare--)
      bits[field] = (bits[field] as number) + 1;
    for (let field = first, used = 0; field < end; used += bits[field++] as number) shift[field] = used;
  };
  let used = 0;
  least.forEach((width, field) => {
    if (used + width > 32) {
      close(field);
      current++;
      first = field;
      used = 0;
    }
    cell[field] = current;
    used += width;
  });
  close(least.length);
  return { cells: current + 1, cell, shift, bits };
}

/** Copies the fields of the state whose first cell is `from` in `cells` to `fields`. */
export function unpack(packing: Packing, cells: Cells, from: number, fields: Int32Array): void {
  const { cell, shift, bits } = packing;
  for (let field = 0; field < bits.length; field++) {
    const width = bits[field] as number;
    const mask = width === 32 ? -1 : (1 << width) - 1;
    fields[field] = ((cells[from + (cell[field] as number)] as number) >>> (shift[field] as number)) & mask;
  }
}

/** Writes `fields` to `cells[to..]`; returns the first field that does not fit, or -1. */
export function packInto(packing: Packing, fields: Int32Array, cells: Cells, to: number): number {
  const { cell, shift, bits } = packing;
  for (let index = 0; index < packing.cells; index++) cells[to + index] = 0;
  for (let field = 0; field < bits.length; field++) {
    const value = fields[field] as number;
    const width = bits[field] as number;
    if (width < 32 && value >>> width !== 0) return field;
    const at = to + (cell[field] as number);
    cells[at] = (cells[at] as number) | (value << (shift[field] as number));
  }
  return -1;
}

/** Murmur3's mixing (Appleby, public domain) over the cells of a state. */
export function hash(cells: Cells, from: number, width: number): number {
  let mixed = 0;
  for (let index = 0; index < width; index++) {
    mixed = Math.imul(mixed ^ (cells[from + index] as number), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    mixed ^= mixed >>> 13;
  }
  return mixed;
}
