// The parser for the C litmus format of herd7 and of the kernel's tools/memory-model, or rather for a subset of it: a
// first line `C NAME`, initial values in braces, threads P0, P1, ..., and a condition. Comments may state the answer of
// the Linux-kernel model, as those of the kernel's own tests do (`Result: Never`), and why this checker differs from it
// (`Differs: ...`).

import type { LitmusAnswer } from '../../results/litmus-result.js';
import type { Word } from '../machine/words.js';
import { type Condition, parseCondition, parseLocationOrRegister } from './condition.js';
import { LitmusError, TokenStream } from './lexer.js';
import { type Thread, ThreadParser } from './thread.js';

export interface LitmusTest {
  readonly file: string;
  readonly name: string;
  readonly words: readonly Word[];
  readonly threads: readonly Thread[];
  readonly condition: Condition;
  /** The condition as written. */
  readonly conditionText: string;
  /** Locations and registers to show besides those of the condition: `locations [...]`. */
  readonly extraNames: readonly string[];
  /** The answer of the Linux-kernel memory model, as stated in the file. */
  readonly kernelAnswer?: LitmusAnswer;
  /** Why this checker gives another answer, as stated in the file. */
  readonly differs?: string;
}

/** @throws LitmusError */
export function parseLitmus(file: string, text: string): LitmusTest {
  const [, name] = /^C[ \t]+(\S+)[^\n]*\n/.exec(text) ?? [];
  if (name === undefined) throw new LitmusError(`${file}:1: a litmus test in C begins with a line "C NAME"`);
  const tokens = new TokenStream(file, text.slice(text.indexOf('\n') + 1), 2);
  const initial = parseInitial(tokens);
  const threads = parseThreads(tokens, initial);
  const isKnown = (name: string): boolean => initial.has(name) || registersOf(threads).has(name);
  const extraNames = parseLocationsLine(tokens, isKnown);
  const condition = parseCondition(tokens, isKnown);
  return {
    file,
    name,
    threads,
    condition,
    extraNames,
    words: [...initial].map(([name, value], index) => ({ name, address: addressOf(index), initial: value, bits: 32 })),
    conditionText: text.slice(text.search(/(~\s*)?\b(exists|forall)\b[^;{}]*$/)).trim(),
    ...parseComments(text, file),
  };
}

/** Every register as `thread:name`. */
export function registersOf(threads: readonly Thread[]): Set<string> {
  return new Set(threads.flatMap(({ registers }, thread) => registers.map((name) => `${thread}:${name}`)));
}

function addressOf(index: number): number {
  return 4 * (index + 1);
}

/** `{ x = 1; int y; atomic_t z = ATOMIC_INIT(2); }` */
function parseInitial(tokens: TokenStream): Map<string, number> {
  const initial = new Map<string, number>();
  tokens.expect('{');
  while (!tokens.accept('}')) {
    if (tokens.accept(';')) continue;
    if (tokens.next === 'int' || tokens.next === 'atomic_t') tokens.advance();
    if (/^\d/.test(tokens.next)) tokens.fail('registers have no initial values in this subset: assign in the thread');
    const name = tokens.name('a location');
    initial.set(name, tokens.accept('=') ? parseInitialValue(tokens) : 0);
    if (tokens.next !== '}') tokens.expect(';');
  }
  return initial;
}

function parseInitialValue(tokens: TokenStream): number {
  if (!tokens.accept('ATOMIC_INIT')) return tokens.integer();
  tokens.expect('(');
  const value = tokens.integer();
  tokens.expect(')');
  return value;
}

/** Parses all threads. A location without an initial value gets 0. */
function parseThreads(tokens: TokenStream, initial: Map<string, number>): Thread[] {
  const threads: Thread[] = [];
  while (/^P\d+$/.test(tokens.next)) {
    const thread = threads.length;
    if (tokens.next !== `P${thread}`) tokens.fail(`expected thread P${thread}, not ${tokens.next}`);
    tokens.advance();
    const parameters = parseParameters(tokens);
    for (const name of parameters) if (!initial.has(name)) initial.set(name, 0);
    const order = [...initial.keys()];
    const addresses = new Map(parameters.map((name) => [name, addressOf(order.indexOf(name))]));
    threads.push(new ThreadParser(tokens, thread, addresses).parse());
  }
  if (threads.length === 0) tokens.fail('expected a thread such as P0(int *x)');
  return threads;
}

function parseParameters(tokens: TokenStream): string[] {
  const names: string[] = [];
  tokens.expect('(');
  while (!tokens.accept(')')) {
    if (names.length > 0) tokens.expect(',');
    if (!tokens.accept('int') && !tokens.accept('atomic_t')) tokens.fail('a parameter is an int * or an atomic_t *');
    tokens.expect('*');
    names.push(tokens.name('a location'));
  }
  return names;
}

function parseLocationsLine(tokens: TokenStream, isKnown: (name: string) => boolean): string[] {
  const names: string[] = [];
  if (!tokens.accept('locations')) return names;
  tokens.expect('[');
  while (!tokens.accept(']')) {
    if (tokens.accept(';')) continue;
    const name = parseLocationOrRegister(tokens);
    if (!isKnown(name)) tokens.fail(`"${name}" is neither a location nor a register of this test`);
    names.push(name);
  }
  return names;
}

/** The parts of a test that are in its comments. */
function parseComments(text: string, file: string): Pick<LitmusTest, 'kernelAnswer' | 'differs'> {
  const [, answer] = /^[ *(]*Result:[ \t]*(\w+)/m.exec(text) ?? [];
  const [, differs] = /^[ *(]*Differs:[ \t]*([\s\S]*?)(?:\n[ *]*\n|\*\))/m.exec(text) ?? [];
  if (answer !== undefined && answer !== 'Never' && answer !== 'Sometimes' && answer !== 'Always') {
    const line = text.slice(0, text.search(/Result:/)).split('\n').length;
    throw new LitmusError(`${file}:${line}: a result is Never, Sometimes or Always, not ${answer}`);
  }
  return {
    ...(answer !== undefined && { kernelAnswer: answer }),
    ...(differs !== undefined && { differs: differs.replace(/\s*\n[ *]*/g, ' ').trim() }),
  };
}
