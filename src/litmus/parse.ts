// The parser for litmus tests in the C format of herd7, as the Linux kernel's tests and published archives have it: a
// first line `C NAME`, initial values in braces, threads P0, P1, ..., and a condition. Loops, arrays,
// structures, and what is not known of RCU, SRCU and locks are refused by name.

import { asResultText } from '../results/text-limits.js';
import { parseHeader } from './header.js';
import { type InitialValues, parseInitial } from './initial.js';
import { tokensOf } from './lexer.js';
import { lowerThread, type Thread } from './lower-thread.js';
import { parseThread } from './parse-thread.js';
import {
  type Condition,
  type KnownNames,
  type Proposition,
  parseCondition,
  parseLocationOrRegister,
  parseProposition,
} from './proposition.js';
import { checkSections } from './read-side-sections.js';
import { parseStated, type Stated } from './stated.js';
import type { Statement } from './syntax.js';
import { TokenStream } from './token-stream.js';
import { acceptStars, acceptType } from './types.js';

/** A word that the threads share. */
interface Location {
  readonly name: string;
  readonly address: number;
  readonly initial: number;
  readonly bits: number;
}

export interface LitmusTest extends Stated {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  readonly words: readonly Location[];
  readonly threads: readonly Thread[];
  readonly condition: Condition;
  /** The condition as written. */
  readonly conditionText: string;
  /** Executions whose final state is not like this do not count: `filter (...)`. */
  readonly filter?: Proposition;
  /** Locations and registers to show besides those of the condition: `locations [...]`. */
  readonly extraNames: readonly string[];
}

/** A thread before it is lowered. */
interface ParsedThread {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

/** Far from any other value of a test, so that an address is not taken for a number. */
const FIRST_ADDRESS = 0x4000_0000;

/** @throws LitmusError */
export function parseLitmus(file: string, text: string): LitmusTest {
  const header = parseHeader(file, text);
  const tokens = new TokenStream(file, tokensOf(file, header.text, header.end));
  const initial = parseInitial(tokens);
  parsePrelude(tokens);
  const parsed = parseThreads(tokens);
  const addresses = addressesOf(initial, parsed);
  for (const { body } of parsed) checkSections(file, body);
  const threads = parsed.map(({ body, parameters }, thread) =>
    lowerThread(file, body, { thread, parameters, addresses, initial: initialOf(thread, initial, addresses) }),
  );
  const registers = registersOf(threads);
  const known: KnownNames = {
    isKnown: (name) => addresses.has(name) || registers.has(name),
    addressOf: (name) => addresses.get(name),
  };
  const { filter, extraNames } = parseObserved(tokens, known);
  const condition = parseCondition(tokens, known);
  return {
    file,
    text,
    name: header.name,
    threads,
    condition,
    extraNames,
    ...(filter && { filter }),
    words: [...addresses].map(([name, address]) => ({
      ...{ name, address, bits: 32 },
      initial: numberFor(initial.get(name) ?? 0, addresses),
    })),
    conditionText: asResultText(written(header.text.slice(condition.from, condition.to))),
    ...parseStated(file, text),
  };
}

/** Every register as `thread:name`. */
function registersOf(threads: readonly Pick<Thread, 'registers'>[]): Set<string> {
  return new Set(threads.flatMap(({ registers }, thread) => registers.map((name) => `${thread}:${name}`)));
}

/** Every location of the test: what has an initial value, is a parameter, or is pointed to at the start. */
function addressesOf(initial: InitialValues, threads: readonly ParsedThread[]): Map<string, number> {
  const declared = [...initial.keys()].filter((name) => !name.includes(':'));
  const parameters = threads.flatMap((thread) => thread.parameters);
  const pointedTo = [...initial.values()].filter((value) => typeof value === 'string');
  const names = new Set([...declared, ...parameters, ...pointedTo]);
  return new Map([...names].map((name, index) => [name, FIRST_ADDRESS + 4 * index]));
}

function numberFor(value: number | string, addresses: ReadonlyMap<string, number>): number {
  return typeof value === 'string' ? (addresses.get(value) as number) : value;
}

/** The initial values of the registers of `thread`, by name. */
function initialOf(
  thread: number,
  initial: InitialValues,
  addresses: ReadonlyMap<string, number>,
): Map<string, number> {
  const own = [...initial].filter(([name]) => name.startsWith(`${thread}:`));
  return new Map(own.map(([name, value]) => [name.slice(name.indexOf(':') + 1), numberFor(value, addresses)]));
}

/** Code for the C compiler, in braces of its own, of which nothing but included files is read. */
function parsePrelude(tokens: TokenStream): void {
  while (tokens.accept('{')) {
    if (!tokens.accept('}')) tokens.fail('code before the threads is not read');
  }
}

function parseThreads(tokens: TokenStream): ParsedThread[] {
  const threads: ParsedThread[] = [];
  for (;;) {
    // Published tests have types and stray semicolons around their threads.
    if (tokens.accept(';')) continue;
    if (tokens.next === 'static' || (tokens.next === 'void' && /^P\d+$/.test(tokens.peek(1)))) tokens.advance();
    if (!/^P\d+$/.test(tokens.next)) break;
    if (tokens.next !== `P${threads.length}`) {
      tokens.fail(`expected thread P${threads.length}, not ${tokens.next}`);
    }
    tokens.advance();
    threads.push({ parameters: parseParameters(tokens), body: parseThread(tokens) });
  }
  if (threads.length === 0) tokens.fail('expected a thread such as P0(int *x)');
  return threads;
}

function parseParameters(tokens: TokenStream): string[] {
  const names: string[] = [];
  tokens.expect('(');
  while (!tokens.accept(')')) {
    if (names.length > 0) tokens.expect(',');
    if (!acceptType(tokens)) tokens.fail('a parameter is a pointer, such as int *x');
    if (tokens.next === ')' && names.length === 0) continue;
    if (acceptStars(tokens) === 0) tokens.fail('a parameter is a pointer, such as int *x');
    names.push(tokens.name('a location'));
    if (tokens.next === '[') tokens.fail('arrays are not read: a location is a word');
  }
  return names;
}

/** `locations [...]` and `filter (...)`, in any order. */
function parseObserved(
  tokens: TokenStream,
  known: KnownNames,
): { readonly extraNames: readonly string[]; readonly filter?: Proposition } {
  const extraNames: string[] = [];
  let filter: Proposition | undefined;
  for (;;) {
    if (tokens.accept(';')) continue;
    if (tokens.accept('filter')) {
      filter = parseProposition(tokens, known);
    } else if (tokens.accept('locations')) {
      tokens.expect('[');
      while (!tokens.accept(']')) extraNames.push(...parseLocations(tokens, known));
    } else {
      return { extraNames, ...(filter && { filter }) };
    }
  }
}

function parseLocations(tokens: TokenStream, known: KnownNames): string[] {
  if (tokens.accept(';', ',')) return [];
  const { line } = tokens;
  const name = parseLocationOrRegister(tokens);
  if (!known.isKnown(name)) tokens.fail(`"${name}" is neither a location nor a register of this test`, { line });
  return [name];
}

/** A condition on one line, without its comments. */
function written(condition: string): string {
  return condition
    .replace(/\(\*[\s\S]*?\*\)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
