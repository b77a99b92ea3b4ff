// Definitions in C of what a printed program has of TypeScript: numbers, and the tables of which there is no second copy.

import { join } from 'node:path';
import { host } from '#host';
import { SPARE_WORDS } from '#native';
import { MAX_ARENA_BYTES, readWord } from '../arena/arena.js';
import { startDeadlineMs } from '../arena/waiting.js';
import { SOURCE_ROOT } from '../front-end/sources.js';
import { NO_WORD, TRAPS } from '../front-end/traps.js';
import { packageVersion, UNKNOWN_CPU } from '../machine/environment.js';
import { ONE_KIND, PIN_ORDERS } from '../machine/pin-order.js';
import { MAX_THREADS } from '../options/race-options.js';
import { stringText } from '../printers/c/print-module.js';
import * as counters from '../runtime/counters.js';
import * as layout from '../runtime/layout.js';

/** The text of a file of C beside this one. */
export function handWritten(name: string): string {
  return host.readText(join(SOURCE_ROOT, 'emit', name));
}

/** The head of a program, which says how it is built. `typed` is the command line that printed it. */
export function opening(typed: string, name: string): string {
  return `// Printed by reftorture ${packageVersion()}: ${typed.replace(/[^ -~]/g, '?')}
//
//   cc -O2 -pthread ${name}.c -o ${name} && ./${name} --help
//
// C11 and POSIX threads on Linux, in one file. On arm64, -mcpu=native has the atomic instructions of the machine's own cores.
// First come the kernels, printed from the portable sources, each statement below the line that it comes from; then numbers and
// tables; then a main() that was written by hand.

#define _GNU_SOURCE 1
`;
}

/** One `#define` for each of `values`: texts as strings of C. */
export function defines(values: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(values).map(
    ([name, value]) => `#define ${name} ${typeof value === 'string' ? stringText(value) : number(value)}\n`,
  );
  return lines.join('');
}

function number(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}

/** An array or a struct. */
export function braces(values: readonly (string | number)[]): string {
  return `{${values.join(', ')}}`;
}

export function texts(values: readonly string[]): string {
  return braces(values.map(stringText));
}

/** Definitions of both programs. */
export function commonDefinitions(): string {
  return [
    defines({
      ...layout,
      ...counters,
      MAX_THREADS,
      MAX_ARENA_BYTES,
      SPARE_BYTES: 4 * SPARE_WORDS,
      START_MS: startDeadlineMs(0),
      START_MS_PER_THREAD: startDeadlineMs(1) - startDeadlineMs(0),
      ONE_KIND,
      UNKNOWN_CPU,
      MOST_NUMBERS: 64,
      MOST_TRIALS: 10_000,
      NO_WORD,
      SYS: '/sys/devices/system',
      VERSION: packageVersion(),
    }),
    `static const char *const ENDS[] = ${texts(['', ...Object.values(TRAPS), NO_WORD, 'the run was given up'])};\n`,
    `static const char *const PIN_ORDERS[] = ${texts(PIN_ORDERS)};\n`,
  ].join('\n');
}

/** The words of a configuration at those addresses, by name, which a program takes as they are. */
export function configDefinition(words: Int32Array, addresses: Readonly<Record<string, number>>): string {
  const rows = Object.entries(addresses).map(([name, address]) => braces([name, readWord(words, address)]));
  return `static const i32 CONFIG[][2] = ${braces(rows)};\n`;
}

/** `object` as the beginning of one in JSON: without its braces, and with a comma behind it. */
export function jsonMembers(object: object): string {
  return `${JSON.stringify(object).slice(1, -1)},`;
}
