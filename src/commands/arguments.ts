// Options on a command line: flags and help from a table, and what was typed. A parser says what was wrong, what was
// expected and what to type instead.

import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AnyOption, refuseInapplicable, type Table, type TypedOf } from '../options/option.js';
import { STALL_WORDS, type Stall, stallFrom } from '../options/stall.js';
import { type AnyValue, distinctItems, withinLimits } from '../options/value.js';
import { pickName } from '../usage-error.js';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `500ms`, `5s`, `2m`, `1h`; a bare number is seconds. In milliseconds. */
export function duration(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|min|m|h)?$/.exec(text) ?? [];
  const ms = Number(number) * (UNIT_MS[unit] ?? Number.NaN);
  if (number === undefined || !(ms > 0)) {
    throw new InvalidArgumentError(`Expected a positive time such as 500ms, 5s, 2m or 1h.`);
  }
  return ms;
}

const UNIT_BYTES: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** `4G`, `500M`, `1.5GiB`; a bare number is bytes. In bytes. */
function size(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (UNIT_BYTES[unit.toUpperCase()] ?? Number.NaN));
  if (!(bytes > 0)) throw new InvalidArgumentError('Expected a size such as 500M or 4G.');
  return bytes;
}

/** A whole number. Its range is checked where its meaning is known. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number, zero or more.');
  return Number(text);
}

/** `a,b,c`; or the path of a file that has commas in its name. */
export function list(text: string): string[] {
  if (text.includes(',') && existsSync(text)) return [text]; // a path may have commas
  const items = text.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) throw new InvalidArgumentError('Expected names with commas between them.');
  return items;
}

/** `none`, `noise`, `spin:N`, `yield`, `sleep:US`, each but the first with an optional `@probability`. */
export function stall(text: string): Stall {
  const found = stallFrom(text);
  if (found) return found;
  throw new InvalidArgumentError(`Expected ${STALL_WORDS}.`);
}

/** Returns the value of that kind that `text` stands for. @throws UsageError, InvalidArgumentError */
export function parsed(value: AnyValue, text: string): unknown {
  switch (value.kind) {
    case 'text':
    case 'switch':
      return text;
    case 'name':
      return pickName(value.what, value.names, text);
    case 'whole':
      return value.orAny && text === 'any' ? text : wholeNumber(text);
    case 'number':
      return wholeNumber(text);
    case 'budget':
      return value.unit === 'bytes' ? size(text) : wholeNumber(text);
    case 'time':
      return duration(text);
    case 'share': {
      const share = text.trim() === '' ? Number.NaN : Number(text);
      if (value.allows(share)) return share;
      throw new InvalidArgumentError(value.limits);
    }
    case 'stall':
      return stall(text);
    case 'list':
      return list(text).map((item) => parsed(value.of, item));
  }
}

/** Gives `command` the options of `table` that have flags. */
export function addOptions(command: Command, table: Table): void {
  for (const option of Object.values(table)) {
    if (option.flag === undefined) continue;
    command.addOption(commanderOption(option, option.flag));
    if (option.off) command.option(...option.off);
  }
}

function commanderOption(option: AnyOption, flag: string): Option {
  const { value, many, help = '' } = option;
  const usual = defaultText(option);
  const made = new Option(flag, usual === undefined ? help : `${help} (default: ${usual})`);
  if (many) {
    return made.argParser((text: string) => {
      const items = list(text).map((item) => parsed(value, item));
      return many === 'once' ? distinctItems('what' in value ? value.what : '', items) : items;
    });
  }
  if (value.kind === 'name') return made.choices(value.names);
  const isWords = value.kind === 'text' || value.kind === 'switch' || made.variadic; // commander's own
  return isWords ? made : made.argParser((text: string) => parsed(value, text));
}

function defaultText({
  value,
  default: usual,
  typedDefault = usual,
  defaultText: said,
}: AnyOption): string | undefined {
  if (said !== undefined) return said;
  if (typedDefault === undefined || typedDefault === null || typeof typedDefault === 'function') return undefined;
  if (value.kind === 'switch') return undefined;
  if (value.kind === 'time') return typedDefault < 1000 ? `${typedDefault}ms` : `${typedDefault / 1000}s`;
  return String(typedDefault);
}

/**
 * Returns what was typed of the options of `table`, and the defaults that a command line has.
 *
 * @throws UsageError for an option that does nothing beside the others
 */
export function typedOptions<T extends Table>(command: Command, table: T): TypedOf<T> {
  const typed: Record<string, unknown> = {};
  const defaults: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(table)) {
    if (option.flag === undefined) continue;
    const name = new Option(option.flag).attributeName();
    if (command.getOptionValueSource(name) === 'cli') typed[key] = command.getOptionValue(name);
    const usual = option.typedDefault ?? (option.in === 'command' ? option.default : undefined);
    if (usual !== undefined) defaults[key] = usual;
    // Those of a request are checked with the rest of it.
    if (option.in === 'command' && /^(?:whole|budget)$/.test(option.value.kind) && key in typed)
      withinLimits(option.value, typed[key], {});
  }
  refuseInapplicable(table, typed);
  return { ...defaults, ...typed } as TypedOf<T>;
}
