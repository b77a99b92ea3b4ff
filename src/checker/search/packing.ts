// Packed states. The fields of a state vector are stored side by side in a few 32-bit cells. A field never straddles
// two cells.

import { field } from '../words/state-vector.js';

export interface Packing {
  /** Number of cells of a state. */
  readonly cells: number;
  /** By cell: the number of fields in it and in the cells before it. */
  readonly ends: Int32Array;
  /** By field: the bits of the cell below it, and its largest value: as many low bits as it is wide. */
  readonly shifts: Int32Array;
  readonly masks: Int32Array;
}

/** One cell of packed states. The index must be in range. */
export function cellAt(cells: Uint32Array, index: number): number {
  return cells[index] as number;
}

/** Width in bits of a field that can hold `value`. */
export function bitsFor(value: number): number {
  return Math.max(1, 32 - Math.clz32(value));
}

/**
 * Packs fields of at least the given widths (1 to 32 bits), in order. The number of cells is a power of two, and they are
 * about equally full: of the pairs in a tree of them, those on one level then have about equally many values. The spare
 * bits of a cell widen its fields.
 */
export function pack(minWidths: readonly number[]): Packing {
  const bits = minWidths.reduce((sum, width) => sum + width, 0);
  let cells = distributed(minWidths, bits);
  for (let count = 1; cells.length > count; ) {
    count *= 2;
    // As full as the average, or as little more as the fields allow.
    for (let most = Math.ceil(bits / count); most <= 32; most++) {
      cells = distributed(minWidths, most);
      if (cells.length <= count) break;
    }
  }
  const fields = cells.flatMap(layOut);
  let end = 0;
  return {
    cells: cells.length,
    ends: Int32Array.from(cells, ({ length }) => (end += length)),
    shifts: Int32Array.from(fields, ({ shift }) => shift),
    masks: Int32Array.from(fields, ({ mask }) => mask),
  };
}

/** The widths by cell, none of which has more than `most` bits, or more than 32. */
function distributed(widths: readonly number[], most: number): number[][] {
  const cells: number[][] = [[]];
  let used = 0;
  for (const width of widths) {
    if (used > 0 && used + width > Math.min(most, 32)) {
      cells.push([]);
      used = 0;
    }
    cells.at(-1)?.push(width);
    used += width;
  }
  return cells;
}

/** The layout of the fields of one cell, which they fill. */
function layOut(minWidths: readonly number[]): { shift: number; mask: number }[] {
  const spare = 32 - minWidths.reduce((sum, width) => sum + width, 0);
  let shift = 0;
  return minWidths.map((width, index) => {
    const bits = width + Math.floor(spare / minWidths.length) + (index < spare % minWidths.length ? 1 : 0);
    const placed = { shift, mask: bits === 32 ? -1 : (1 << bits) - 1 };
    shift += bits;
    return placed;
  });
}

/** Unpacks the state in `cells` into `fields`. */
export function unpack({ cells: count, ends, shifts, masks }: Packing, cells: Uint32Array, fields: Int32Array): void {
  let index = 0;
  for (let cell = 0; cell < count; cell++) {
    const bits = cellAt(cells, cell);
    for (const end = field(ends, cell); index < end; index++) {
      fields[index] = (bits >>> field(shifts, index)) & field(masks, index);
    }
  }
}

/** Packs `fields` into `cells`. Returns whether every field fits. */
export function packInto(
  { cells: count, ends, shifts, masks }: Packing,
  fields: Int32Array,
  cells: Uint32Array,
): boolean {
  let tooMuch = 0;
  let index = 0;
  for (let cell = 0; cell < count; cell++) {
    let bits = 0;
    for (const end = field(ends, cell); index < end; index++) {
      const value = field(fields, index);
      tooMuch |= value & ~field(masks, index);
      bits |= value << field(shifts, index);
    }
    cells[cell] = bits;
  }
  return tooMuch === 0;
}
