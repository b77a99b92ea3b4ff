// A state is its fields side by side in a few 32-bit cells: for each shared word the number of its value, then for each
// thread its place. Fields never straddle a cell.

import { field } from '../machine/state-vector.js';

/** A field of a cell. */
interface PackedField {
  /** Bits of the cell below the field. */
  readonly shift: number;
  /** As many low bits as the field has: the values that it holds are those that this mask keeps. */
  readonly mask: number;
}

export interface Packing {
  /** Cells of a state. */
  readonly cells: number;
  /** By cell. */
  readonly fields: readonly (readonly PackedField[])[];
}

/** One cell of packed states; the index must be within them. */
export function cellAt(cells: Uint32Array, index: number): number {
  return cells[index] as number;
}

/** Bits that `value` needs in a field. */
export function bitsFor(value: number): number {
  return Math.max(1, 32 - Math.clz32(value));
}

/** Lays out fields of at least the given widths (1 to 32 bits), in order; bits to spare in a cell go to its fields. */
export function pack(least: readonly number[]): Packing {
  const cells: number[][] = [[]];
  let used = 0;
  for (const width of least) {
    if (used + width > 32) {
      cells.push([]);
      used = 0;
    }
    cells.at(-1)?.push(width);
    used += width;
  }
  return { cells: cells.length, fields: cells.map(layOut) };
}

/** The fields of a cell, which they fill. */
function layOut(least: readonly number[]): PackedField[] {
  const spare = 32 - least.reduce((sum, width) => sum + width, 0);
  let shift = 0;
  return least.map((width, index) => {
    const bits = width + Math.floor(spare / least.length) + (index < spare % least.length ? 1 : 0);
    const packed = { shift, mask: bits === 32 ? -1 : (1 << bits) - 1 };
    shift += bits;
    return packed;
  });
}

/** Copies the fields of the state whose first cell is `from` in `cells` to `fields`. */
export function unpack(packing: Packing, cells: Uint32Array, from: number, fields: Int32Array): void {
  let at = from;
  let index = 0;
  for (const packed of packing.fields) {
    const cell = cells[at++] as number;
    for (const { shift, mask } of packed) fields[index++] = (cell >>> shift) & mask;
  }
}

/** Writes `fields` to `cells[to..]`; returns the first field that does not fit, or -1. */
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

/** Murmur3's mixing (Appleby, public domain) over the cells of a state. */
export function hash(cells: Uint32Array, from: number, width: number): number {
  let mixed = 0;
  for (let index = 0; index < width; index++) {
    mixed = Math.imul(mixed ^ (cells[from + index] as number), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    mixed ^= mixed >>> 13;
  }
  return mixed;
}
