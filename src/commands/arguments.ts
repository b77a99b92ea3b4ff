// Parsers of command-line values. Each says what was wrong, what was expected and what to type instead.

import { existsSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { MEMORY_MODELS, type MemoryModelName } from '../memory-facts.js';
import { LONGEST_SLEEP_US, LONGEST_SPIN, NOISE } from '../requests/race-request.js';
import { distinctItems } from '../requests/values.js';
import type { Stall } from '../results/race-result.js';
import { pickName } from '../usage-error.js';
import { type Property, properties, type Violation, violations } from '../violations/table.js';

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
export function size(text: string): number {
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
  const [, kind, amountText, probabilityText] =
    /^(none|spin|yield|sleep|noise)(?::(\d+))?(?:@(\d*\.?\d+))?$/.exec(text) ?? [];
  const usual = kind === 'noise' ? NOISE : { amount: 0, probability: 1 };
  const probability = Number(probabilityText ?? usual.probability);
  const amount = Number(amountText ?? usual.amount);
  const limit = kind === 'sleep' ? LONGEST_SLEEP_US : LONGEST_SPIN;
  const needsAmount = kind === 'spin' || kind === 'sleep';
  if (
    kind === undefined ||
    (kind !== 'noise' && needsAmount !== (amountText !== undefined)) ||
    amount > limit ||
    probability > 1 ||
    ((kind === 'sleep' || kind === 'noise') && amount === 0)
  ) {
    throw new InvalidArgumentError(
      `Expected none, noise, spin:ROUNDS, yield or sleep:MICROSECONDS (at most ${LONGEST_SLEEP_US}), with @PROBABILITY from 0 to 1 if not always; for example sleep:50@0.01.`,
    );
  }
  if (kind === 'none') return { kind, amount: 0, probability: 0 };
  return { kind: kind as Stall['kind'], amount, probability };
}

/** Stalls with commas between them. */
export function stallList(text: string): Stall[] {
  return list(text).map(stall);
}

/** Whole numbers with commas between them. */
export function numberList(text: string): number[] {
  return list(text).map(wholeNumber);
}

/** Names of violations, with commas between them. @throws UsageError */
export function violationList(text: string): Violation[] {
  return list(text).map((name) => pickName('violation', violations, name));
}

/** Names of memory models, with commas between them. @throws UsageError */
export function memoryList(text: string): readonly MemoryModelName[] {
  return distinctItems(
    'memory model',
    list(text).map((name) => pickName('memory model', MEMORY_MODELS, name)),
  );
}

/** Names of properties, with commas between them. @throws UsageError */
export function propertyList(text: string): Property[] {
  return list(text).map((name) => pickName('property', properties, name));
}

/** An object in which what was not given is absent, rather than undefined. */
export function defined<T extends object>(asked: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}
