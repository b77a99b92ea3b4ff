// Packed states. The fields of a state vector are stored side by side in a few 32-bit cells. A field never straddles
// two cells.

import { field } from '../machine/state-vector.js';

/** A field of a cell. */
interface PackedField {
  /** Bits of the cell below the field. */
  readonly shift: number;
  /** The largest value of the field: as many low bits as it is wide. */
  readonly mask: number;
}

export interface Packing {
  /** Number of cells of a state. */
  readonly cells: number;
  /** By cell. */
  readonly fields: readonly (readonly PackedField[])[];
}

/** One cell of packed states. The index must be in range. */
export function cellAt(cells: Uint32Array, index: number): number {
  return cells[index] as number;
}

/** Width in bits of a field that can hold `value`. */
export function bitsFor(value: number): number {
  return Math.max(1, 32 - Math.clz32(value));
}

/** Packs fields of at least the given widths (1 to 32 bits), in order. The spare bits of a cell widen its fields. */
export function pack(minWidths: readonly number[]): Packing {
  const cells: number[][] = [[]];
  let used = 0;
  for (const width of minWidths) {
    if (used + width > 32) {
      cells.push([]);
      used = 0;
    }
    cells.at(-1)?.push(width);
    used += width;
  }
  return { cells: cells.length, fields: cells.map(layOut) };
}

/** The layout of the fields of one cell, which they fill. */
function layOut(minWidths: readonly number[]): PackedField[] {
  const spare = 32 - minWidths.reduce((sum, width) => sum + width, 0);
  let shift = 0;
  return minWidths.map((width, index) => {
    const bits = width + Math.floor(spare / minWidths.length) + (index < spare % minWidths.length ? 1 : 0);
    const packed = { shift, mask: bits === 32 ? -1 : (1 << bits) - 1 };
    shift += bits;
    return packed;
  });
}

/** Unpacks the state whose first cell is `cells[from]` into `fields`. */
export function unpack(packing: Packing, cells: Uint32Array, from: number, fields: Int32Array): void {
  let at = from;
  let index = 0;
  for (const packed of packing.fields) {
    const cell = cells[at++] as number;
    for (const { shift, mask } of packed) fields[index++] = (cell >>> shift) & mask;
  }
}

/** Packs `fields` into `cells[to..]`. Returns the index of the first field that does not fit, or -1. */
export function packInto(packing: Packing, fields: Int32Array, cells: Uint32Array, to: number): number {
  let at = to;
  let index = 0;
  for (const packed of packing.fields) {
    let cell = 0;
    for (const { shift, mask } of packed) {
      const value = field(fields, index);
      if ((value & ~mask) !== 0) return index;
      cell |= value << shift;
      index++;
    }
    cells[at++] = cell;
  }
  return -1;
}

/** Hash of the cells of a state, by the mixing function of MurmurHash3 (Appleby, public domain). */
export function hash(cells: Uint32Array, from: number, width: number): number {
  let mixed = 0;
  for (let index = 0; index < width; index++) {
    mixed = Math.imul(mixed ^ (cells[from + index] as number), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    mixed ^= mixed >>> 13;
  }
  return mixed;
}
