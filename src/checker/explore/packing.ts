// A state is its fields side by side in a few 32-bit cells: for each shared word the number of its value, then for each
// thread its place. Fields never straddle a cell.

export interface Packing {
  /** Cells of a state. */
  readonly cells: number;
  /** Per field. */
  readonly cell: Int32Array;
  readonly shift: Int32Array;
  readonly bits: Int32Array;
}

/** Lays out fields of the given widths (1 to 32 bits), in order. */
export function pack(bits: readonly number[]): Packing {
  const cell = new Int32Array(bits.length);
  const shift = new Int32Array(bits.length);
  let current = 0;
  let used = 0;
  bits.forEach((width, field) => {
    if (used + width > 32) {
      current++;
      used = 0;
    }
    cell[field] = current;
    shift[field] = used;
    used += width;
  });
  return { cells: current + 1, cell, shift, bits: Int32Array.from(bits) };
}

/** The packing that makes room for `value` in `field`. */
export function widen(packing: Packing, field: number, value: number): Packing {
  const bits = Array.from(packing.bits);
  bits[field] = Math.max(32 - Math.clz32(value), bits[field] as number);
  return pack(bits);
}

/** Copies the fields of the state whose first cell is `from` in `cells` to `fields`. */
export function unpack(packing: Packing, cells: Uint32Array, from: number, fields: Int32Array): void {
  const { cell, shift, bits } = packing;
  for (let field = 0; field < bits.length; field++) {
    const width = bits[field] as number;
    const mask = width === 32 ? -1 : (1 << width) - 1;
    fields[field] = ((cells[from + (cell[field] as number)] as number) >>> (shift[field] as number)) & mask;
  }
}

/** Writes `fields` to `cells[to..]`; returns the first field that does not fit, or -1. */
export function packInto(packing: Packing, fields: Int32Array, cells: Uint32Array, to: number): number {
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
