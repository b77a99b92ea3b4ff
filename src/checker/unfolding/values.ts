// Sets of values that a variable or a word may have, as far as they are few: so much is known before any step is taken.

import { type BinaryOperator, COMPARISONS, compute } from '../../front-end/compute-i32.js';

/** Ascending; undefined: any value. */
export type Values = readonly number[] | undefined;

const MOST = 12;
export const TRUTH: Values = [0, 1];

export function either(left: Values, right: Values): Values {
  if (left === undefined || right === undefined) return undefined;
  const added = right.filter((value) => !left.includes(value));
  return added.length === 0 ? left : few([...left, ...added]);
}

export function sameValues(left: Values, right: Values): boolean {
  return (
    left === right ||
    (left?.length === right?.length && left?.every((value, index) => value === right?.[index]) === true)
  );
}

/** Results of an operator, of which mayTrap() is false, on any of the values of each side. */
export function computed(operator: BinaryOperator, left: Values, right: Values): Values {
  if (left === undefined || right === undefined) return COMPARISONS.has(operator) ? TRUTH : undefined;
  return few(left.flatMap((first) => right.map((second) => compute(operator, first, second))));
}

/** Tells whether an operator may have no result. */
export function mayTrap(operator: BinaryOperator, divisors: Values): boolean {
  return (operator === '/' || operator === '%') && !divisors?.every((one) => one !== 0 && one !== -1);
}

/** The values, if they are few. */
export function few(values: readonly number[]): Values {
  const all = [...new Set(values)].sort((first, second) => first - second);
  return all.length > MOST ? undefined : all;
}

/** The numbers of the bits that are set, of which there are few. */
export function elements(bits: bigint): number[] {
  const text = bits.toString(2);
  const all: number[] = [];
  for (let place = text.indexOf('1'); place >= 0; place = text.indexOf('1', place + 1))
    all.push(text.length - 1 - place);
  return all;
}
