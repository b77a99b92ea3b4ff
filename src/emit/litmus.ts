// Calls of a protocol's functions on one count word as a litmus test for herd7. Of a model it is the part that fits: what
// accesses one word, a few times. The allocator, the index and the detectors look at more, and in other ways.

import type { ThreadCalls } from '../checker/unfolded.js';
import { type Expression, NOWHERE, type Simplified, type Statement } from '../checker/unfolding/statements.js';
import { type SourceLine, sourceLines } from '../front-end/places.js';
import { type Access, type ModelCode, ProgramError } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import { UsageError } from '../usage-error.js';
import { commentText, expressionText, type Printing, variableNames, WordNames } from './promela/expressions.js';

/** So many lines of a thread are still read by somebody. */
const MOST_LINES = 400;
const WORD = 'word';
const AGAIN = 'again';

interface Asked {
  readonly threads: readonly ThreadCalls[];
  /** Most times that a loop goes back. Executions in which one goes back more often do not count. */
  readonly turns: number;
}

/** The text of the test. @throws UsageError, ProgramError for what does not fit */
export async function litmusTest(
  resolved: ResolvedCheck,
  { program }: ModelCode,
  { threads, turns }: Asked,
  { unfold, typed }: Printing,
): Promise<string> {
  const { name, perThreadWords } = resolved.protocol;
  if (perThreadWords > 0) {
    throw new UsageError(`"${name}" counts in words of each worker, too: a litmus test of one word is not what it is`);
  }
  const { references, condition } = outcome(threads);
  const { threads: unfolded, words } = await unfold({ program, resolved, calls: { threads, references } });
  const lineOf = sourceLines(program.files);
  const texts = unfolded.map((thread, index) => {
    const results = (threads[index] as ThreadCalls).map((call, place) => `${call}_${place + 1}`);
    return new ThreadPrinter(thread, results, { turns, lineOf }).print(index);
  });
  const again = texts.flatMap(({ loops }, thread) => (loops ? [`${thread}:${AGAIN}=0`] : []));
  const filter = again.length === 0 ? [] : [`filter (${again.join(' /\\ ')})`];
  return [
    `C ${name.replace(/[^\w.+-]/g, '_')}+${threads.map((calls) => calls.join('-')).join('+')}`,
    '',
    `(* ${typed.replaceAll('*)', '* )')}`,
    ` *`,
    ` * ${name}: calls of its functions on one count word, with ${references} ${references === 1 ? 'reference' : 'references'} at the start.`,
    ' * exists: the page is destroyed twice, or while a reference is held.',
    ...(filter.length === 0
      ? []
      : [` * Executions in which a loop goes back more than ${turns === 1 ? 'once' : `${turns} times`} are left out.`]),
    ' *)',
    '',
    `{ ${WORD}=${words[0]?.initial}; }`,
    '',
    ...texts.map(({ text }) => text),
    ...filter,
    `exists (${condition})\n`,
  ].join('\n');
}

/** References at the start, and when a page is destroyed that must not be. @throws UsageError */
function outcome(threads: readonly ThreadCalls[]): { references: number; condition: string } {
  let references = 0;
  const destroyed: string[] = [];
  const held: string[] = [];
  for (const [thread, calls] of threads.entries()) {
    const owned: string[] = [];
    for (const [index, call] of calls.entries()) {
      const result = `${thread}:${call}_${index + 1}=1`;
      if (call !== 'tryGet' && owned.length === 0) owned.push(`held from the start ${references++}`);
      if (call === 'put') {
        owned.pop();
        destroyed.push(result);
      } else owned.push(result);
    }
    const last = owned.at(-1);
    if (last !== undefined) held.push(last);
  }
  const ways = [
    ...destroyed.flatMap((one, index) => destroyed.slice(index + 1).map((other) => `${one} /\\ ${other}`)),
    ...destroyed.flatMap((one) => held.map((other) => `${one} /\\ ${other}`)),
  ];
  if (ways.length === 0) {
    throw new UsageError('the calls can destroy no page twice, and none that is held: add a put, or a thread');
  }
  return { references: Math.max(1, references), condition: ways.map((way) => `(${way})`).join(' \\/ ') };
}

const ORDERS = ['_relaxed', '_acquire', '_release', ''];

/** The Linux operation that an access is, as assigned to `to`, if that is a name. */
function operationText(
  access: Access,
  order: number,
  to: string | undefined,
  [first, second]: readonly string[],
): string {
  const suffix = ORDERS[order] ?? '';
  const marked = suffix === '_relaxed' ? '' : suffix;
  const into = to === undefined ? '' : `${to} = `;
  switch (access) {
    case 'load':
      return `${into}atomic_read${marked}(${WORD})`;
    case 'store':
      return `atomic_set${marked}(${WORD}, ${first})`;
    case 'exchange':
      return `${into}atomic_xchg${suffix}(${WORD}, ${first})`;
    case 'compareExchange':
      return `${into}atomic_cmpxchg${suffix}(${WORD}, ${first}, ${second})`;
    case 'fetchAdd':
    case 'fetchSub':
    case 'fetchOr':
      return `${into}atomic_fetch_${access.slice(5).toLowerCase()}${suffix}(${first}, ${WORD})`;
    default:
      throw new Error(`a kernel has no ${access}`);
  }
}

/** A statement of a thread whose loops are unrolled, which have gone back so often. */
interface Step {
  readonly index: number;
  readonly turn: number;
}

class ThreadPrinter {
  readonly #lines: string[] = [];
  readonly #names: string[];
  /** Of each step by its key: itself, and the steps that every way from it passes. */
  readonly #passed = new Map<string, readonly string[]>();
  #comment = '';
  #loops = false;

  constructor(
    private readonly thread: Simplified,
    private readonly results: readonly string[],
    private readonly around: { readonly turns: number; readonly lineOf: (position: number) => SourceLine },
  ) {
    this.#names = variableNames(thread.variables, new Set([WORD, AGAIN, 'int', ...results]));
  }

  print(number: number): { text: string; loops: boolean } {
    this.#sequence({ index: 0, turn: 0 }, undefined, 1);
    const used = this.#names.filter((name) => this.#lines.some((line) => new RegExp(`\\b${name} = `).test(line)));
    const declared = [...used, ...this.results, ...(this.#loops ? [AGAIN] : [])].map((name) => `  int ${name} = 0;`);
    const text = [`P${number}(atomic_t *${WORD})`, '{', ...declared, ...this.#lines, '}\n'].join('\n');
    return { text, loops: this.#loops };
  }

  #statement({ index }: Step): Statement {
    return this.thread.code[index] as Statement;
  }

  /** The steps that may follow. A loop that has gone back often enough ends the thread. */
  #next(step: Step): (Step | undefined)[] {
    return this.#statement(step).next.map((index) => {
      const turn = step.turn + Number(index <= step.index);
      return turn > this.around.turns ? undefined : { index, turn };
    });
  }

  /** Prints the steps from `first` to the one with the key `until`. */
  #sequence(first: Step | undefined, until: string | undefined, depth: number): void {
    let step = first;
    for (; step && keyOf(step) !== until; ) {
      const statement = this.#statement(step);
      if (this.#lines.length > MOST_LINES) throw new ProgramError(`a thread has more than ${MOST_LINES} lines`);
      if (statement.op === 'end') return;
      if (statement.op === 'branch') {
        const [join] = this.#passedBehind(step);
        const [yes, no] = this.#next(step);
        this.#note(statement, depth);
        this.#line(`if (${this.#text(statement.condition)}) {`, depth);
        this.#sequence(yes, join, depth + 1);
        const otherwise = this.#lines.push(`${'  '.repeat(depth)}} else {`);
        this.#sequence(no, join, depth + 1);
        if (this.#lines.length === otherwise) this.#lines.pop();
        this.#line('}', depth);
        if (join === undefined) return;
        step = stepOf(join);
        continue;
      }
      this.#plain(statement, depth);
      [step] = this.#next(step);
    }
    if (step) return;
    this.#loops = true;
    this.#line(`${AGAIN} = 1;`, depth);
  }

  #plain(statement: Statement, depth: number): void {
    this.#note(statement, depth);
    if (statement.op === 'assign') this.#line(`${this.#names[statement.to]} = ${this.#text(statement.value)};`, depth);
    if (statement.op === 'judge') {
      const [result] = statement.inputs;
      this.#line(`${this.results[statement.page]} = ${this.#text(result as Expression)};`, depth);
    }
    if (statement.op !== 'access') return;
    const { access, order, to, operands } = statement;
    const name = to === NOWHERE ? undefined : this.#names[to];
    const inputs = operands.map((operand) => this.#text(operand));
    this.#line(`${operationText(access, order, name, inputs)};`, depth);
  }

  /** The steps behind `step` that every way from it passes, the nearest first. */
  #passedBehind(step: Step): readonly string[] {
    const [first = [], ...others] = this.#next(step).map((next) => (next ? this.#passedFrom(next) : []));
    return first.filter((one) => others.every((passed) => passed.includes(one)));
  }

  #passedFrom(step: Step): readonly string[] {
    const key = keyOf(step);
    const known = this.#passed.get(key);
    if (known) return known;
    const passed = this.#statement(step).op === 'end' ? [] : [key, ...this.#passedBehind(step)];
    this.#passed.set(key, passed);
    return passed;
  }

  #text(expression: Expression): string {
    const nameOf = (variable: number): string => this.#names[variable] as string;
    return expressionText(expression, nameOf, NO_WORDS);
  }

  #note({ op, position }: Statement, depth: number): void {
    if (position === 0 || op === 'nothing') return;
    const comment = commentText(this.around.lineOf(position));
    if (comment !== this.#comment) this.#line(comment, depth);
    this.#comment = comment;
  }

  #line(text: string, depth: number): void {
    this.#lines.push(`${'  '.repeat(depth)}${text}`);
  }
}

/** A thread looks at no word but by its accesses. */
const NO_WORDS = new WordNames([]);

function keyOf({ index, turn }: Step): string {
  return `${turn} ${index}`;
}

function stepOf(key: string): Step {
  const [turn = 0, index = 0] = key.split(' ').map(Number);
  return { index, turn };
}
