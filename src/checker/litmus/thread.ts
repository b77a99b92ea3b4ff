// The parser for one thread of a litmus test. It emits instructions directly, without an AST.

import type { BinaryOperator } from '../../engines/compute-i32.js';
import type { FunctionBody, Instruction, Jump } from '../program/instructions.js';
import type { TokenStream } from './lexer.js';
import { FENCES, KERNEL_OPERATIONS, type KernelOperation } from './operations.js';

export interface Thread {
  readonly body: FunctionBody;
  /** Names of the registers whose final values are known, in the order of the `finish` instruction. */
  readonly registers: readonly string[];
}

/** Binary operators by precedence as in C, lowest first. */
const OPERATORS: readonly (readonly [string, BinaryOperator | '&&' | '||'])[][] = [
  [['||', '||']],
  [['&&', '&&']],
  [['|', '|']],
  [['^', '^']],
  [['&', '&']],
  [
    ['==', '==='],
    ['!=', '!=='],
  ],
  [
    ['<', '<'],
    ['>', '>'],
    ['<=', '<='],
    ['>=', '>='],
  ],
  [
    ['+', '+'],
    ['-', '-'],
  ],
  [['*', '*']],
];

export class ThreadParser {
  readonly #tokens: TokenStream;
  readonly #thread: number;
  /** Byte address of each location in the thread's parameters. */
  readonly #locations: ReadonlyMap<string, number>;
  readonly #code: Instruction[] = [];
  readonly #registerByName = new Map<string, number>();
  #size = 0;

  constructor(tokens: TokenStream, thread: number, locations: ReadonlyMap<string, number>) {
    this.#tokens = tokens;
    this.#thread = thread;
    this.#locations = locations;
  }

  parse(): Thread {
    this.#block();
    this.#code.push({ op: 'finish', inputs: [...this.#registerByName.values()] });
    const body = { name: `P${this.#thread}`, parameters: 0, registers: this.#size, code: this.#code };
    return { body, registers: [...this.#registerByName.keys()] };
  }

  #block(): void {
    const tokens = this.#tokens;
    tokens.expect('{');
    while (!tokens.accept('}')) {
      if (tokens.atEnd) tokens.fail('the file ends inside a thread');
      this.#statement();
    }
  }

  #statement(): void {
    const tokens = this.#tokens;
    if (tokens.next === '{') {
      this.#block();
    } else if (tokens.accept('if')) {
      this.#ifElse();
    } else if (!tokens.accept(';')) {
      this.#simpleStatement();
      tokens.expect(';');
    }
  }

  #simpleStatement(): void {
    const tokens = this.#tokens;
    if (tokens.accept('int')) {
      do {
        const register = this.#declare(tokens.name('a register'));
        if (tokens.accept('=')) this.#code.push({ op: 'copy', to: register, from: this.#expression() });
      } while (tokens.accept(','));
    } else if (tokens.next === '*') {
      tokens.fail('a plain store is a data race in waiting: use WRITE_ONCE');
    } else if (/^(while|for|do|goto)$/.test(tokens.next)) {
      tokens.fail(`"${tokens.next}" is not part of the subset: tests are loop-free`);
    } else if (tokens.peek(1) === '=') {
      const register = this.#register(tokens.name('a register'));
      tokens.expect('=');
      this.#code.push({ op: 'copy', to: register, from: this.#expression() });
    } else {
      this.#call(tokens.name('a statement'), false);
    }
  }

  #ifElse(): void {
    const tokens = this.#tokens;
    tokens.expect('(');
    const condition = this.#expression();
    tokens.expect(')');
    const toElse = this.#jumpIfZero(condition);
    this.#statement();
    if (!tokens.accept('else')) {
      this.#patch(toElse);
      return;
    }
    const toEnd: Jump = { op: 'jump', target: -1 };
    this.#code.push(toEnd);
    this.#patch(toElse);
    this.#statement();
    this.#patch(toEnd);
  }

  #jumpIfZero(condition: number): Jump {
    const jump: Jump = { op: 'jumpIfZero', condition, target: -1 };
    this.#code.push(jump);
    return jump;
  }

  #patch(jump: Jump): void {
    jump.target = this.#code.length;
  }

  #expression(level = 0): number {
    const operators = OPERATORS[level];
    if (!operators) return this.#unary();
    let left = this.#expression(level + 1);
    for (;;) {
      const operator = operators.find(([punctuator]) => this.#tokens.accept(punctuator))?.[1];
      if (!operator) return left;
      left =
        operator === '&&' || operator === '||'
          ? this.#logical(operator, left, level)
          : this.#binary(operator, left, level);
    }
  }

  #binary(operator: BinaryOperator, left: number, level: number): number {
    const right = this.#expression(level + 1);
    return this.#emit((to) => ({ op: 'binary', to, operator, left, right }));
  }

  #logical(operator: '&&' | '||', left: number, level: number): number {
    const not = (from: number): number => this.#emit((to) => ({ op: 'unary', to, operator: '!', from }));
    const to = not(not(left));
    const skip = this.#jumpIfZero(operator === '&&' ? to : not(to));
    const right = not(not(this.#expression(level + 1)));
    this.#code.push({ op: 'copy', to, from: right });
    this.#patch(skip);
    return to;
  }

  #unary(): number {
    const tokens = this.#tokens;
    for (const operator of ['!', '-', '~'] as const) {
      if (!tokens.accept(operator)) continue;
      const from = this.#unary();
      return this.#emit((to) => ({ op: 'unary', to, operator, from }));
    }
    if (tokens.accept('(')) {
      const inner = this.#expression();
      tokens.expect(')');
      return inner;
    }
    if (/^\d/.test(tokens.next)) return this.#constant(tokens.integer());
    if (tokens.next === '*') tokens.fail('a plain load is a data race in waiting: use READ_ONCE');
    if (tokens.peek(1) === '(') return this.#call(tokens.name('a value'), true);
    return this.#register(tokens.name('a value'));
  }

  /** A fence or an operation, whose name is consumed already. Returns the register of its value. */
  #call(name: string, isValue: boolean): number {
    const tokens = this.#tokens;
    const fence = FENCES[name];
    if (fence && !isValue) {
      this.#arguments([]);
      this.#code.push({ op: 'fence', fence, position: 0 });
      return -1;
    }
    const operation = KERNEL_OPERATIONS.get(name) ?? tokens.fail(`"${name}" is not part of the subset`);
    if (isValue && !operation.returns) tokens.fail(`${name}() returns nothing`);
    return this.#access(operation);
  }

  #access({ access, inputs: kinds, order, operand, returns }: KernelOperation): number {
    const { addresses, values } = this.#arguments(kinds);
    if (operand !== undefined) values.push(this.#constant(operand));
    const inputs = [...addresses, ...values, this.#constant(order)];
    const before = this.#emit((to) => ({ op: 'access', to, access, inputs, position: 0, half: 0 }));
    const [right] = values;
    if (right === undefined || (returns !== 'after' && returns !== 'zero')) return before;
    const operator = access === 'fetchAdd' ? '+' : '-';
    const after = this.#emit((to) => ({ op: 'binary', to, operator, left: before, right }));
    return returns === 'after' ? after : this.#emit((to) => ({ op: 'unary', to, operator: '!', from: after }));
  }

  /** The registers of the arguments. */
  #arguments(kinds: KernelOperation['inputs']): { addresses: number[]; values: number[] } {
    const tokens = this.#tokens;
    tokens.expect('(');
    const addresses: number[] = [];
    const values: number[] = [];
    kinds.forEach((kind, index) => {
      if (index > 0) tokens.expect(',');
      if (kind === 'value') values.push(this.#expression());
      else addresses.push(this.#address(kind));
    });
    tokens.expect(')');
    return { addresses, values };
  }

  #address(kind: 'location' | 'pointer'): number {
    const tokens = this.#tokens;
    if (kind === 'location') tokens.expect('*');
    else tokens.accept('&');
    const name = tokens.name('a location');
    const address = this.#locations.get(name);
    return this.#constant(address ?? tokens.fail(`P${this.#thread} was not given a location "${name}"`));
  }

  #register(name: string): number {
    return (
      this.#registerByName.get(name) ?? this.#tokens.fail(`no register "${name}" was declared in P${this.#thread}`)
    );
  }

  #declare(name: string): number {
    if (this.#registerByName.has(name)) this.#tokens.fail(`register "${name}" was declared twice`);
    const register = this.#size++;
    this.#registerByName.set(name, register);
    return register;
  }

  #constant(value: number): number {
    return this.#emit((to) => ({ op: 'constant', to, value }));
  }

  #emit(make: (to: number) => Instruction): number {
    const to = this.#size++;
    this.#code.push(make(to));
    return to;
  }
}
