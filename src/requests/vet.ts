// Types of the values in a program's request: a caller in JavaScript has no compiler to check them. Ranges and names are
// checked where a request is resolved, for the command line as well.

import { checkOptions } from '../options/check-options.js';
import type { Place, Table } from '../options/option.js';
import { raceOptions } from '../options/race-options.js';
import { scaleOptions } from '../options/scale-options.js';
import { STALL_KINDS, type Stall, stallProblem } from '../options/stall.js';
import type { AnyValue } from '../options/value.js';
import { pickName, UsageError, unknownName } from '../usage-error.js';

const TABLES = { race: raceOptions, check: checkOptions, scale: scaleOptions } as const;
type Command = keyof typeof TABLES;

/** @throws UsageError for a key that `command` does not have, or a value that its key cannot have. */
export function vetRequest(command: Command, request: unknown, options: unknown): void {
  vetKeys(`a ${command} request`, request, vetsIn(command, 'config', 'config?', 'request'));
  vetKeys(`options of ${command}`, options, optionVets(command));
}

/** Tells whether `key` is one of the options that `command` takes beside its request. */
export function isBesideRequest(command: Command, key: string): boolean {
  return Object.hasOwn(optionVets(command), key);
}

type Vets = Readonly<Record<string, (given: unknown) => void>>;

function vetsIn(command: Command, ...places: Place[]): Vets {
  return Object.fromEntries(
    Object.entries(TABLES[command] as Table)
      .filter(([, option]) => places.includes(option.in))
      .map(([key, { value }]) => [key, (given: unknown) => vetValue(key, value, given)]),
  );
}

function optionVets(command: Command): Vets {
  return {
    signal: vetSignal,
    onProgress: (given) => expectType('onProgress', given, 'function', 'a function'),
    ...vetsIn(command, 'beside'),
    ...(command === 'check' && { reductions: vetReductions }),
  };
}

/** @throws UsageError unless `given` is an object of which each key has a value that it can have, or undefined. */
function vetKeys(what: string, given: unknown, vets: Vets): void {
  if (Array.isArray(given)) throw new UsageError(`${what} must be an object, not an array`);
  if (typeof given !== 'object' || given === null) throw mismatch(what, 'an object', given);
  const known = Object.keys(vets).map((name) => ({ name }));
  // An unknown key first: where one is misspelt, the one that was meant may be missing.
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(vets, key));
  if (unknown !== undefined) throw unknownName(`key of ${what}`, known, unknown);
  for (const [key, value] of Object.entries(given)) if (value !== undefined) vets[key]?.(value);
}

function vetValue(path: string, value: AnyValue, given: unknown): void {
  switch (value.kind) {
    case 'text':
      expectType(path, given, 'string', 'a string');
      break;
    case 'switch':
      expectType(path, given, 'boolean', 'true or false');
      break;
    case 'name':
      vetName(value.what, value.names, given);
      break;
    case 'stall':
      vetStall(given);
      break;
    case 'list':
      if (!Array.isArray(given)) throw mismatch(path, 'an array', given);
      if (given.length === 0 && !value.distinct) throw mismatch(path, `one ${value.what} or more`, given);
      for (const [index, item] of given.entries()) vetValue(`${path}.${index}`, value.of, item);
      break;
    default:
      if (given === null && value.kind === 'whole' && value.orNull) return;
      if (given === 'any' && value.kind === 'whole' && value.orAny) return;
      vetNumber(path, given);
      if (value.kind === 'budget' && given < 1) throw mismatch(path, '1 or more', given);
  }
}

function vetName(what: string, names: readonly string[], given: unknown): void {
  if (typeof given !== 'string') throw mismatch(what, `one of ${names.join(', ')}`, given);
  pickName(what, names, given);
}

function vetStall(given: unknown): void {
  vetKeys('stall', given, {
    kind: (kind) => vetName('stall kind', STALL_KINDS, kind),
    amount: (amount) => {
      vetNumber('stall.amount', amount);
      if (!Number.isInteger(amount)) throw mismatch('stall.amount', 'a whole number', amount);
      if (amount < 0) throw mismatch('stall.amount', '0 or more', amount);
    },
    probability: (probability) => vetNumber('stall.probability', probability),
  });
  const stall = given as Stall;
  const missing = (['kind', 'amount', 'probability'] as const).find((key) => stall[key] === undefined);
  if (missing === 'kind' || (missing && stall.kind !== 'none')) {
    throw new UsageError(`stall must have the key "${missing}"`);
  }
  const problem = stallProblem(stall);
  if (problem) throw mismatch(`stall.${problem.key}`, problem.expected, stall[problem.key]);
}

function vetReductions(given: unknown): void {
  vetKeys('reductions', given, {
    symmetry: (symmetry) => expectType('reductions.symmetry', symmetry, 'boolean', 'true or false'),
  });
}

/** By what it can do: a test environment may bring an AbortSignal of its own. */
function vetSignal(given: unknown): void {
  const can = typeof given === 'object' && given !== null && 'aborted' in given && 'addEventListener' in given;
  if (!can) throw mismatch('signal', 'an AbortSignal', given);
}

function vetNumber(path: string, given: unknown): asserts given is number {
  if (typeof given !== 'number' || Number.isNaN(given)) throw mismatch(path, 'a number', given);
}

function expectType(path: string, given: unknown, type: string, expected: string): void {
  if (typeof given !== type) throw mismatch(path, expected, given);
}

function mismatch(path: string, expected: string, given: unknown): UsageError {
  return new UsageError(`${path} must be ${expected}, not ${shown(given)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
