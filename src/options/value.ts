// Values of options: what they may be, and the error that explains what they may not be.

import { pickName, UsageError } from '../usage-error.js';
import { type Stall, stallProblem } from './stall.js';

type Limit = number | ((values: Readonly<Record<string, unknown>>) => number);

/** `what` is the name in complaints. */
type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'switch' }
  | { readonly kind: 'name'; readonly what: string; readonly names: readonly string[] }
  | {
      readonly kind: 'whole';
      readonly what: string;
      readonly least: number;
      /** Of `values`, those of the options above in the table. */
      readonly most: Limit;
      readonly power?: true;
      readonly orNull?: true;
      /** `any` stands for each of them. */
      readonly orAny?: true;
    }
  /** A number of a few that are possible. */
  | { readonly kind: 'number'; readonly what: string; readonly among: readonly number[] }
  /** Milliseconds. */
  | { readonly kind: 'time'; readonly limits: string; readonly allows: (ms: number) => boolean }
  /** A limit on what a run may use, from 1 on; bytes are typed with a unit. */
  | { readonly kind: 'budget'; readonly unit: 'bytes' | 'states' | 'jobs' }
  /** A share, or a ratio, of which `limits` tells the range. */
  | { readonly kind: 'share'; readonly limits: string; readonly allows: (share: number) => boolean }
  | { readonly kind: 'stall' }
  | {
      readonly kind: 'list';
      readonly what: string;
      readonly of: Shape;
      readonly distinct?: true;
      /** On a command line it may be left out where the option is given. */
      readonly orNothing?: true;
    };

declare const type: unique symbol;
export type Value<T> = Shape & { readonly [type]: T };
export type AnyValue = Shape;

function value<T>(shape: Shape): Value<T> {
  return shape as Value<T>;
}

export const text = value<string>({ kind: 'text' });
export const onOff = value<boolean>({ kind: 'switch' });
export const stall = value<Stall>({ kind: 'stall' });

export function name<const Name extends string>(what: string, names: readonly Name[]): Value<Name> {
  return value({ kind: 'name', what, names });
}

export function whole(what: string, least: number, most: Limit): Value<number> {
  return value({ kind: 'whole', what, least, most });
}

/** A power of two: a key of the index then costs one mask. */
export function powerOfTwo(what: string, most: number): Value<number> {
  return value({ kind: 'whole', what, least: 1, most, power: true });
}

export function wholeOrNull(what: string, least: number, most: Limit): Value<number | null> {
  return value({ kind: 'whole', what, least, most, orNull: true });
}

export function wholeOrAny(what: string, least: number, most: Limit): Value<number | 'any'> {
  return value({ kind: 'whole', what, least, most, orAny: true });
}

export function among(what: string, numbers: readonly number[]): Value<number> {
  return value({ kind: 'number', what, among: numbers });
}

export function time(limits = '', allows: (ms: number) => boolean = () => true): Value<number> {
  return value({ kind: 'time', limits, allows });
}

export function budget(unit: 'bytes' | 'states' | 'jobs'): Value<number> {
  return value({ kind: 'budget', unit });
}

export function share(limits: string, allows: (share: number) => boolean): Value<number> {
  return value({ kind: 'share', limits, allows });
}

export function listOf<T>(what: string, of: Value<T>): Value<readonly T[]> {
  return value({ kind: 'list', what, of });
}

/** A list in which nothing may come twice. */
export function distinct<T>(what: string, of: Value<T>): Value<readonly T[]> {
  return value({ kind: 'list', what, of, distinct: true });
}

/** A list that may be left out where the option is given. */
export function listOrNothing<T>(what: string, of: Value<T>): Value<true | readonly T[]> {
  return value({ kind: 'list', what, of, orNothing: true });
}

/**
 * Returns `given`, which has the type of `shape`, if it is within its limits; `values` are those of the options above.
 *
 * @throws UsageError
 */
export function withinLimits(shape: AnyValue, given: unknown, values: Readonly<Record<string, unknown>>): unknown {
  switch (shape.kind) {
    case 'name':
      return pickName(shape.what, shape.names, given as string);
    case 'whole':
      return given === null && shape.orNull ? null : wholeWithin(shape, given as number, values);
    case 'number':
      if (shape.among.includes(given as number)) return given;
      throw new UsageError(`${shape.what} must be ${shape.among.join(' or ')}, not ${given}`);
    case 'time':
      if (shape.allows(given as number)) return given;
      throw new UsageError(`${shape.limits}, not ${given} ms`);
    case 'budget':
      if (Number.isInteger(given) && (given as number) >= 1) return given;
      throw new UsageError(`${shape.unit} must be a whole number from 1 on, not ${given}`);
    case 'stall': {
      const problem = stallProblem(given as Stall);
      if (problem) throw new UsageError(`stall.${problem.key} must be ${problem.expected}`);
      return given;
    }
    case 'list': {
      const items = (given as readonly unknown[]).map((item) => withinLimits(shape.of, item, values));
      return shape.distinct ? distinctItems(shape.what, items) : items;
    }
    default:
      return given;
  }
}

function wholeWithin(
  { what, least, most: limit, power }: Extract<Shape, { kind: 'whole' }>,
  given: number,
  values: Readonly<Record<string, unknown>>,
): number {
  const most = typeof limit === 'number' ? limit : limit(values);
  if (!Number.isInteger(given) || given < least || given > most) {
    throw new UsageError(`${what} must be a whole number from ${least} to ${most}, not ${given}`);
  }
  if (power && (given & (given - 1)) !== 0) throw new UsageError(`${what} must be a power of two, not ${given}`);
  return given;
}

/** @throws UsageError unless `items` holds one item at least, and none twice. */
export function distinctItems<T>(what: string, items: readonly T[]): readonly T[] {
  if (items.length === 0) throw new UsageError(`at least one ${what} is needed`);
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  if (twice !== undefined) throw new UsageError(`${what} "${twice}" is named twice`);
  return items;
}
