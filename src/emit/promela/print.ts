// A thread as a process of Promela. Each step of the process is one step of the checker: an access to shared memory, and all
// that the thread computes until the next one.

import {
  type Expression,
  evaluated,
  isPause,
  NOWHERE,
  type Place,
  reachedFrom,
  readBy,
  type Simplified,
  type Statement,
  writtenBy,
} from '../../checker/unfolding/statements.js';
import type { SourceLine } from '../../front-end/places.js';
import { numberText } from '../../printers/c/print-expression.js';
import { violationOf } from '../../violations/table.js';
import { commentText, expressionText, negated, variableNames, type WordNames } from './expressions.js';

export interface Around {
  readonly words: WordNames;
  readonly lineOf: (position: number) => SourceLine;
  /** Names that no variable of a thread may have. */
  readonly reserved: ReadonlySet<string>;
}

const SCRATCH = 'old';
const CHOSEN = 'chosen';

/** The process of a thread, whose last step adds 1 to `ended`. */
export function threadText(name: string, thread: Simplified, around: Around): string {
  return new Printer(thread, around).process(name);
}

/** Returns the text of statements that are one step, and the variables that they need. */
export function statementsText(thread: Simplified, around: Around): { variables: string[]; lines: string[] } {
  return new Printer(thread, around).straight();
}

class Printer {
  readonly #lines: string[] = [];
  readonly #code: readonly Statement[];
  readonly #names: string[];
  /** Statements that are printed, in this order. */
  #order: number[] = [];
  /** Statements to which others lead than the one above. */
  readonly #jumps = new Set<number>();
  readonly #pauses = new Map<number, number>();
  /** Of each pause: the variables to be set to 0 before it. */
  #resets = new Map<number, readonly number[]>();
  #indent = '  ';
  #comment = '';
  #usesScratch = false;

  constructor(
    private readonly thread: Simplified,
    private readonly around: Around,
  ) {
    this.#code = thread.code;
    this.#names = variableNames(thread.variables, new Set([...around.reserved, SCRATCH, CHOSEN, 'at']));
  }

  process(name: string): string {
    const { at: start, values } = this.#begin();
    this.#layOut(start);
    const initial = [...(this.thread.before[start] ?? [])].filter((variable) => values[variable] !== 0);
    this.#resets = this.#resetsFrom(start, initial);
    this.#indent = '      ';
    this.#range();
    const choices = this.#order.filter((index) => this.#code[index]?.op === 'choose');
    const used = this.#used();
    const variables = [
      `${this.#pauses.size > 255 ? 'short' : 'byte'} at = ${this.#pauses.get(start) ?? 0};`,
      ...used.map((variable) => `int ${this.#names[variable]}${this.#initial(start, variable, values)};`),
      ...(choices.length > 0 ? [`int ${CHOSEN};`] : []),
      ...(this.#usesScratch ? [`int ${SCRATCH};`] : []),
    ];
    const entries = [...this.#pauses.values()].map((number) => `      :: at == ${number} -> goto at${number}`);
    const step = ['      if', ...entries, '      fi;', ...this.#lines, 'pause:', '      skip'];
    const guarded =
      choices.length === 0
        ? ['  :: STEP {', '      at != 0;', ...step, '    }']
        : ['  :: atomic {', '    at != 0;', ...this.#chosen(choices), '    STEP {', ...step, '    }', '  }'];
    return [
      `active proctype ${name}() {`,
      ...variables.map((line) => `  ${line}`),
      'end:',
      '  do',
      ...guarded,
      '  od',
      '}\n',
    ].join('\n');
  }

  straight(): { variables: string[]; lines: string[] } {
    this.#layOut((this.#code[0] as Statement).next[0] as number);
    this.#indent = '    ';
    this.#range();
    const variables = this.#used().map((variable) => `int ${this.#names[variable]};`);
    return { variables, lines: this.#lines };
  }

  #initial(start: number, variable: number, values: readonly number[]): string {
    const value = this.thread.before[start]?.has(variable) ? (values[variable] ?? 0) : 0;
    return value === 0 ? '' : ` = ${numberText(value)}`;
  }

  #used(): number[] {
    const used = new Set(
      this.#order.flatMap((index) => {
        const statement = this.#code[index] as Statement;
        return [...readBy(statement), writtenBy(statement)];
      }),
    );
    used.delete(NOWHERE);
    return [...used].sort((left, right) => left - right);
  }

  /** The first pause, and the variables there: what a thread computes before it depends on nothing. */
  #begin(): { at: number; values: number[] } {
    const initial = this.thread.variables.map((variable) => variable.initial);
    const values = [...initial];
    const known = (variable: number): number | undefined => values[variable];
    let [at] = (this.#code[0] as Statement).next as [number];
    for (let steps = 0; steps < 10_000; steps++) {
      const statement = this.#code[at] as Statement;
      if (isPause(statement) || statement.op === 'end') return { at, values };
      const value = statement.op === 'assign' ? evaluated(statement.value, known) : undefined;
      if (statement.op === 'assign' && value !== undefined) values[statement.to] = value;
      const decided = statement.op === 'branch' ? evaluated(statement.condition, known) : undefined;
      if (statement.op === 'branch' ? decided === undefined : statement.op !== 'nothing' && value === undefined) break;
      at = statement.next[statement.op === 'branch' && decided === 0 ? 1 : 0] as number;
    }
    return { at: 0, values: initial };
  }

  /** Numbers all that is printed: what can be reached from `start`. */
  #layOut(start: number): void {
    this.#order = reachedFrom(this.#code, start);
    for (const [place, index] of this.#order.entries()) {
      const statement = this.#code[index] as Statement;
      if (isPause(statement)) this.#pauses.set(index, this.#pauses.size + 1);
      for (const next of statement.next) if (next !== this.#order[place + 1]) this.#jumps.add(next);
    }
  }

  /** Variables that may be other than 0 before a pause, or the end, and are not needed behind it. */
  #resetsFrom(start: number, initial: readonly number[]): Map<number, readonly number[]> {
    const entering = new Map<number, Set<number>>([[start, new Set(initial)]]);
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const statement = this.#code[index] as Statement;
      const { before } = this.thread;
      const stops = isPause(statement) || statement.op === 'end';
      const kept = [...(entering.get(index) ?? [])].filter((one) => !stops || before[index]?.has(one));
      const to = writtenBy(statement);
      const zero = statement.op === 'assign' && statement.value.kind === 'constant' && statement.value.value === 0;
      const leaving = zero ? kept.filter((one) => one !== to) : to === NOWHERE ? kept : [...kept, to];
      for (const next of statement.next) {
        const known = entering.get(next);
        const all = new Set([...(known ?? []), ...leaving]);
        if (known && all.size === known.size) continue;
        entering.set(next, all);
        open.push(next);
      }
    }
    const { before } = this.thread;
    return new Map(
      this.#order.map((index) => [index, [...(entering.get(index) ?? [])].filter((one) => !before[index]?.has(one))]),
    );
  }

  #range(): void {
    for (const [place, index] of this.#order.entries()) {
      const statement = this.#code[index] as Statement;
      if (this.#jumps.has(index)) this.#lines.push(`go${index}:`);
      this.#note(statement);
      if (this.#pauses.size > 0 && (isPause(statement) || statement.op === 'end')) this.#pause(index);
      this.#statement(statement);
      const below = this.#order[place + 1];
      const [next, otherwise] = statement.next;
      if (statement.op === 'branch') {
        const [condition, first, second] =
          next === below ? [negated(statement.condition), otherwise, next] : [statement.condition, next, otherwise];
        const rest = second === below ? '' : ` -> goto go${second}`;
        this.#line(`if :: ${this.#text(condition)} -> goto go${first} :: else${rest} fi;`);
      } else if (next !== undefined && next !== below) this.#line(`goto go${next};`);
    }
  }

  #pause(index: number): void {
    const resets = (this.#resets.get(index) ?? []).map((variable) => `${this.#names[variable]} = 0; `).join('');
    const number = this.#pauses.get(index);
    if (number === undefined) this.#line(`${resets}at = 0; ended++; goto pause;`);
    else {
      this.#line(`${resets}at = ${number}; goto pause;`);
      this.#lines.push(`at${number}:`);
    }
  }

  #statement(statement: Statement): void {
    const { words } = this.around;
    switch (statement.op) {
      case 'assign':
        this.#line(`${this.#names[statement.to]} = ${this.#text(statement.value)};`);
        break;
      case 'access':
        this.#access(statement);
        break;
      case 'choose':
        if (statement.to !== NOWHERE) this.#line(`${this.#names[statement.to]} = ${CHOSEN};`);
        this.#line(`${CHOSEN} = 0;`);
        break;
      case 'violation': {
        const { counters } = statement;
        if (!counters) throw new Error('a violation is known by its number');
        for (const counter of counters) {
          const report = `violates(${violationOf(counter)})`;
          const is = `${this.#text(statement.counter)} == ${counter}`;
          this.#line(counters.length === 1 ? `${report};` : `if :: ${is} -> ${report} :: else fi;`);
        }
        break;
      }
      case 'hold': {
        const holders = words.textOf('HOLDERS', this.#wordOf(statement.at).index);
        const change = `${statement.sign < 0 ? '-' : ''}${this.#text(statement.references, true)}`;
        const always = statement.when.kind === 'constant';
        const counted = `count_holders(${holders}, ${change})`;
        this.#line(always ? `${counted};` : `if :: ${this.#text(statement.when)} -> ${counted} :: else fi;`);
        break;
      }
      case 'judge': {
        const { page, inputs } = statement;
        this.#line(`judge(${page}, ${inputs.map((input) => this.#text(input, true)).join(', ')});`);
        break;
      }
      case 'fence':
      case 'begin':
      case 'nothing':
      case 'end':
        break;
    }
  }

  #access(statement: Statement & { op: 'access' }): void {
    const { access, at, to, operands, outside } = statement;
    const { words } = this.around;
    const { kind, index } = this.#wordOf(at);
    const word = words.textOf(kind.name, index);
    if (at.others) {
      const known = at.addresses.map((one) => `${this.#text(at.address, true)} == ${one}`).join(' || ');
      this.#line(`assert(${known}); /* at any other address there is no word */`);
    }
    const bits = kind.words[0]?.bits ?? 32;
    const held = (value: string): string => (bits === 32 ? value : `WRAPPED(${value})`);
    const [first, second] = operands.map((operand) => this.#text(operand, true)) as [string, string];
    const passes = access !== 'load' && kind.name === 'GENERATION';
    const clobbers = to !== NOWHERE && readBy(statement).includes(to);
    const needsOld = access !== 'load' && (clobbers || (passes && to === NOWHERE));
    const before = needsOld ? SCRATCH : to === NOWHERE ? word : (this.#names[to] as string);
    if (needsOld) this.#usesScratch = true;
    const keeps = access === 'load' ? to !== NOWHERE : before !== word && (access !== 'store' || passes);
    if (keeps) this.#line(`${before} = ${word};`);
    switch (access) {
      case 'load':
        break;
      case 'store':
      case 'exchange':
        this.#line(`${word} = ${held(first)};`);
        break;
      case 'compareExchange':
        this.#line(`if :: ${before} == ${first} -> ${word} = ${held(second)} :: else fi;`);
        break;
      case 'fetchAdd':
      case 'fetchSub':
      case 'fetchOr': {
        const operator = { fetchAdd: '+', fetchSub: '-', fetchOr: '|' }[access];
        this.#line(`${word} = ${held(`${before} ${operator} ${first}`)};`);
        break;
      }
      default:
        throw new Error(`a kernel has no ${access}`);
    }
    if (kind.name === 'REFCOUNT' && words.has('STAMP')) {
      this.#line(`touches(${words.textOf('GENERATION', index)}, ${words.textOf('STAMP', index)});`);
    }
    if (kind.name === 'REFCOUNT' && outside) this.#line(`${words.textOf('HOLDERS', index)} = -1;`);
    if (passes) this.#line(`passes(${words.textOf('HOLDERS', index)}, ${before}, ${word});`);
    if (needsOld && clobbers) this.#line(`${this.#names[to]} = ${SCRATCH};`);
    if (needsOld) this.#line(`${SCRATCH} = 0;`);
  }

  #wordOf(at: Place): ReturnType<WordNames['at']> {
    return this.around.words.at(at, (expression) => this.#text(expression, true));
  }

  /** Any outcome of the choice at which the thread is. */
  #chosen(choices: readonly number[]): string[] {
    const options = choices.map((index) => {
      const { outcomes } = this.#code[index] as Statement & { op: 'choose' };
      const more = `${CHOSEN} + 1 < ${this.#text(outcomes, true)}`;
      return `    :: at == ${this.#pauses.get(index)} -> do :: ${more} -> ${CHOSEN}++ :: break od`;
    });
    return ['    if', ...options, '    :: else', '    fi;'];
  }

  #text(expression: Expression, within = false): string {
    const nameOf = (variable: number): string => this.#names[variable] as string;
    return expressionText(expression, nameOf, this.around.words, within);
  }

  /** A line of the source above what is printed of it. */
  #note({ op, position }: Statement): void {
    if (position === 0 || op === 'end' || op === 'nothing') return;
    const comment = commentText(this.around.lineOf(position));
    if (comment !== this.#comment) this.#line(comment);
    this.#comment = comment;
  }

  #line(text: string): void {
    this.#lines.push(this.#indent + text);
  }
}
