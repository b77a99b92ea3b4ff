// Entries of the tables of options. An entry is all that is known of an option: its flag and help, the values that it may
// have, its default, the key in the configuration of a result, and where it does nothing. Command lines, requests, schemas,
// forms and refusals are made from the tables.

import { UsageError } from '../usage-error.js';
import type { Value } from './value.js';

/**
 * Place of an option. `config`: in the request and in the configuration of the result; `config?`: the same, but
 * not in every configuration; `request`: in the request alone; `beside`: in what a program gives beside the request;
 * `command`: on the command line alone.
 */
export type Place = 'config' | 'config?' | 'request' | 'beside' | 'command';

/** Values that were typed, by key. */
export type Typed = Readonly<Record<string, unknown>>;

/** An option with values T. `Context`: the facts that its default and its use depend on. */
export interface Option<T, Context, In extends Place = Place> extends OptionParts<T, Context> {
  readonly in: In;
}

interface OptionParts<T, Context> {
  readonly value: Value<T>;
  /** As commander has it: `--pages <n>`. Absent: for programs alone. */
  readonly flag?: string;
  readonly help?: string;
  /** A second flag, which turns the option off, and its help. */
  readonly off?: readonly [flag: string, help: string];
  /** Absent: there is none, and the key is left out where it is optional. */
  readonly default?: NoInfer<T> | ((context: Context) => NoInfer<T>);
  /** Replaces the default on the command line. */
  readonly typedDefault?: NoInfer<T>;
  /** The default in words, where its value does not say it. */
  readonly defaultText?: string;
  /** The meaning of the key in a configuration, with its unit. */
  readonly meaning?: string;
  /** Tells whether an optional key is in the configuration. */
  readonly present?: (context: Context) => boolean;
  /** Says why a value other than the default would do nothing in a run; undefined where it does something. */
  readonly inapplicable?: (context: Context) => string | undefined;
  /** Says why the flag does nothing beside the others that were typed; undefined where it does something. */
  readonly inapplicableBeside?: (typed: Typed) => string | undefined;
  /** The name of the option in a form. */
  readonly label?: string;
  readonly many?: 'any' | 'once';
}

// biome-ignore lint/suspicious/noExplicitAny: a table has options of many types, each with a context of its own
export type AnyOption = Option<any, any>;
export type Table = Readonly<Record<string, AnyOption>>;

/** Returns a function that makes an entry of a table whose options depend on `Context`: in the configuration unless told otherwise. */
export function optionsIn<Context>() {
  return <T, const In extends Place = 'config'>(
    option: OptionParts<T, Context> & { readonly in?: In },
  ): Option<T, Context, In> => ({ in: 'config' as In, ...option });
}

type CommandParts<T> = Pick<Option<T, unknown>, 'default' | 'defaultText' | 'inapplicableBeside'>;

/** Returns an option of the command line alone. */
export function commandOption<T>(
  value: Value<T>,
  flag: string,
  help: string,
  more: CommandParts<T> & { readonly default: NoInfer<T> },
): Option<T, unknown, 'command'> & { readonly default: T };
export function commandOption<T>(
  value: Value<T>,
  flag: string,
  help: string,
  more?: CommandParts<T>,
): Option<T, unknown, 'command'>;
export function commandOption<T>(value: Value<T>, flag: string, help: string, more: CommandParts<T> = {}): AnyOption {
  return { in: 'command', value, flag, help, ...more };
}

/** Returns `option`, of which the command line takes several, and makes a run of each. */
export function each<O extends AnyOption>(option: O): O & { readonly many: 'any' } {
  return { ...option, many: 'any' };
}

/** Returns `option`, of which the command line takes several, none of them twice. */
export function eachOnce<O extends AnyOption>(option: O): O & { readonly many: 'once' } {
  return { ...option, many: 'once' };
}

/** Returns `options`, each of which but for `others` does nothing on a command line where `reason` gives one. */
export function inapplicableIf<const T extends Table>(
  reason: (typed: Typed) => string | undefined,
  options: T,
  others: readonly string[] = [],
): T {
  const guarded = Object.entries(options).map(([key, option]) => [
    key,
    others.includes(key)
      ? option
      : { ...option, inapplicableBeside: (typed: Typed) => reason(typed) ?? option.inapplicableBeside?.(typed) },
  ]);
  return Object.fromEntries(guarded) as T;
}

// biome-ignore lint/suspicious/noExplicitAny: the context does not matter here
type ValueOf<O> = O extends Option<infer T, any> ? T : never;

/** Facts that the options of a table depend on, all of them together. */
export type FactsOf<T extends Table> = {
  // biome-ignore lint/suspicious/noExplicitAny: the values do not matter here
  [Key in keyof T]: T[Key] extends Option<any, infer Facts> ? (facts: Facts) => void : never;
}[keyof T] extends (facts: infer All) => void
  ? All
  : never;

type KeysIn<T extends Table, In extends Place> = {
  [Key in keyof T]: T[Key]['in'] extends In ? Key : never;
}[keyof T];

type Flat<T> = { readonly [Key in keyof T]: T[Key] };

/** The configuration of a result. */
export type ConfigOf<T extends Table> = Flat<
  { [Key in KeysIn<T, 'config'>]: ValueOf<T[Key]> } & { [Key in KeysIn<T, 'config?'>]?: ValueOf<T[Key]> }
>;

/** Request of a caller, who may leave out any key. */
export type RequestOf<T extends Table> = {
  readonly [Key in KeysIn<T, 'config' | 'config?' | 'request'>]?: ValueOf<T[Key]>;
};

/** Options that a caller may give beside a request. */
export type BesideOf<T extends Table> = { readonly [Key in KeysIn<T, 'beside'>]?: ValueOf<T[Key]> | undefined };

/** Options that have a value on a command line whether or not they are typed. The other defaults are those of requests. */
type Filled =
  | { readonly in: 'command'; readonly default: NonNullable<unknown> }
  | { readonly typedDefault: NonNullable<unknown> };

/** Values of a command line: a list where the option makes a run of each. */
export type TypedOf<T extends Table> = Flat<
  { [Key in keyof T as T[Key] extends Filled ? Key : never]: TypedValue<T[Key]> } & {
    [Key in keyof T as T[Key] extends Filled ? never : Key]?: TypedValue<T[Key]>;
  }
>;

type TypedValue<O extends AnyOption> = O extends { readonly many: string } ? readonly ValueOf<O>[] : ValueOf<O>;

/** The flag of `option`, without what follows it: `--pages`. */
export function flagName({ flag = '' }: AnyOption): string {
  return flag.split(' ')[0] as string;
}

/** @throws UsageError for what was typed and does nothing beside the rest of it. */
export function refuseInapplicable(table: Table, typed: Typed): void {
  const reasons = Object.entries(table)
    .filter(([key]) => typed[key] !== undefined)
    .map(([, option]) => ({ flag: flagName(option), reason: option.inapplicableBeside?.(typed) }));
  const first = reasons.find(({ reason }) => reason !== undefined)?.reason;
  if (first === undefined) return;
  const flags = reasons.filter(({ reason }) => reason === first).map(({ flag }) => flag);
  const isNamed = flags.length === 1 && first.startsWith(`${flags[0]} `);
  throw new UsageError(`${first}: ${isNamed ? 'leave it out' : `leave out ${flags.join(', ')}`}`);
}

/** `words` as a shell takes them. */
export function typedText(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
