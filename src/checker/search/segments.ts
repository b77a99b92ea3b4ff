// A growing sequence of 32-bit numbers, in segments: growth copies nothing.

import { cellAt } from './packing.js';

/** log2 of the numbers in a segment, which takes 1 MB. Memory that was never written to is not there yet. */
const SEGMENT_SHIFT = 18;
export const SEGMENT = 1 << SEGMENT_SHIFT;
const SEGMENT_MASK = SEGMENT - 1;

export type Segments = Uint32Array[];

/** Makes room for `count` numbers. @throws RangeError when there is no memory */
export function extend(segments: Segments, count: number): void {
  while (segments.length * SEGMENT < count) segments.push(new Uint32Array(SEGMENT));
}

/** The index must be in range. */
export function numberAt(segments: Segments, index: number): number {
  return cellAt(segments[index >>> SEGMENT_SHIFT] as Uint32Array, index & SEGMENT_MASK);
}

export function setNumber(segments: Segments, index: number, number: number): void {
  (segments[index >>> SEGMENT_SHIFT] as Uint32Array)[index & SEGMENT_MASK] = number;
}
