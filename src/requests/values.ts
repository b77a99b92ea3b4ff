// Values that requests have in common, each with the error that explains it.

import { UsageError } from '../usage-error.js';

/** @throws UsageError unless `value` is a whole number from `least` to `most`. */
export function wholeNumber(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${what} must be a whole number from ${least} to ${most}, not ${value}`);
}

/** A number of things that run at a time. @throws UsageError */
export function jobsFrom(jobs: number): number {
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`jobs must be a whole number from 1 on, not ${jobs}`);
  return jobs;
}

/** A number of index slots up to `most`. @throws UsageError unless it is a power of two: a key costs one mask. */
export function slotNumber(value: number, most: number): number {
  wholeNumber('slots', value, 1, most);
  if ((value & (value - 1)) !== 0) throw new UsageError(`slots must be a power of two, not ${value}`);
  return value;
}

/** @throws UsageError unless `items` holds one item at least, and none twice. */
export function distinctItems<T>(what: string, items: readonly T[]): readonly T[] {
  if (items.length === 0) throw new UsageError(`at least one ${what} is needed`);
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  if (twice !== undefined) throw new UsageError(`${what} "${twice}" is named twice`);
  return items;
}
