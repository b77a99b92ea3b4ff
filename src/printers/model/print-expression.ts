// Prints expressions as instructions of the model.

import type { SourceLine } from '../../front-end/places.js';
import type { Expression, Local, PortableFunction, Variable } from '../../front-end/portable-module.js';
import { ASSERTION, LIVE_RESET } from '../../runtime/counters.js';
import { GENERATION, REFCOUNT } from '../../runtime/layout.js';
import { Emitter } from './emitter.js';
import { ACCESSES, type Access, ProgramError } from './instructions.js';

/** Facts of the module around a function. */
export interface Scope {
  /** Numbers of functions and of globals. */
  readonly functions: ReadonlyMap<PortableFunction, number>;
  readonly globals: ReadonlyMap<Variable, number>;
  /** Conditions of assertions by their positions. */
  readonly conditions: ReadonlyMap<number, string>;
  readonly lineOf: (position: number) => SourceLine;
}

/** The global in which the model keeps what resurrected() of the probes tells. */
export const STAGED = 0;

/** Functions that only count events of a run. The model leaves them out. */
const IGNORED: ReadonlySet<string> = new Set(['tally', 'retried', 'abortedFree']);

type Call = Extract<Expression, { kind: 'call' }>;

export class ExpressionPrinter extends Emitter {
  readonly #registers = new Map<Local, number>();
  /** By register, of variables of the source. */
  protected readonly names: (string | null)[] = [];
  /** True if the next access follows a window, which makes it step 2 of a put. */
  #afterWindow = false;

  constructor(private readonly scope: Scope) {
    super();
  }

  protected declare(local: Local): number {
    const register = this.size++;
    this.#registers.set(local, register);
    while (this.names.length < register) this.names.push(null);
    this.names.push(local.name);
    return register;
  }

  /** Emits the code of an expression, and returns the register of its result. */
  protected value(expression: Expression): number {
    return this.from(expression.at, () => this.#value(expression));
  }

  /** The same, of a value that is needed until `later` expressions are evaluated. They may assign to a variable of it. */
  protected keptValue(expression: Expression, later: readonly Expression[]): number {
    const register = this.value(expression);
    const isVariable = expression.kind === 'local' || expression.kind === 'assign';
    return isVariable && later.some(isCompound) ? this.copied(register) : register;
  }

  #value(expression: Expression): number {
    switch (expression.kind) {
      case 'constant':
        return this.constant(expression.value);
      case 'local':
        return this.#read(expression.local);
      case 'variable':
        return this.#read(expression.variable);
      case 'unary':
        return this.unary(expression.operator, this.value(expression.operand));
      case 'binary': {
        const [left, right] = this.#values([expression.left, expression.right]) as [number, number];
        return this.binary(expression.operator, left, right);
      }
      case 'logical': {
        const to = this.size++;
        const right = (): void => this.copy(to, this.value(expression.right));
        this.copy(to, this.value(expression.left));
        if (expression.operator === '&&') this.branch(to, right);
        else this.branch(to, () => {}, right);
        return to;
      }
      case 'conditional': {
        const to = this.size++;
        this.branch(
          this.value(expression.test),
          () => this.copy(to, this.value(expression.consequent)),
          () => this.copy(to, this.value(expression.alternate)),
        );
        return to;
      }
      case 'assign':
        return this.#write(expression.target, this.value(expression.value));
      case 'postfix': {
        const before = this.copied(this.#read(expression.target));
        this.#write(expression.target, this.value(expression.value));
        return before;
      }
      case 'call': {
        const inputs = this.#values(expression.inputs);
        const { callee } = expression;
        if (callee.kind === 'intrinsic') return this.#intrinsic(callee.name, inputs, expression);
        const index = this.scope.functions.get(callee) as number;
        return this.emit((to) => ({ op: 'call', to, callee: index, inputs }));
      }
    }
  }

  /** The registers of several expressions, evaluated in order. */
  #values(expressions: readonly Expression[]): number[] {
    return expressions.map((expression, index) => this.keptValue(expression, expressions.slice(index + 1)));
  }

  #read(from: Local | Variable): number {
    return 'kind' in from ? this.#readGlobal(this.#globalOf(from)) : this.#registerOf(from);
  }

  #readGlobal(global: number): number {
    return this.emit((to) => ({ op: 'readGlobal', to, global }));
  }

  /** Returns a register that has the value. */
  #write(target: Local | Variable, from: number): number {
    if ('kind' in target) return this.#writeGlobal(this.#globalOf(target), from);
    this.copy(this.#registerOf(target), from);
    return this.#registerOf(target);
  }

  #writeGlobal(global: number, from: number): number {
    this.push({ op: 'writeGlobal', global, from });
    return from;
  }

  #globalOf(variable: Variable): number {
    return this.scope.globals.get(variable) as number;
  }

  #registerOf(local: Local): number {
    return this.#registers.get(local) as number;
  }

  #intrinsic(name: string, inputs: readonly number[], { at: position }: Call): number {
    const [first = -1, second = -1] = inputs;
    if (IGNORED.has(name)) return this.constant(0);
    if ((ACCESSES as readonly string[]).includes(name)) {
      const half = this.#afterWindow ? 2 : 0;
      this.#afterWindow = false;
      return this.emit((to) => ({ op: 'access', to, access: name as Access, inputs, position, half }));
    }
    switch (name) {
      case 'window':
        this.#markWindow();
        return this.constant(0);
      case 'detecting':
        return this.constant(1);
      case 'look':
      case 'glance':
      case 'observe':
        return this.emit((to) => ({ op: 'observe', to, address: first }));
      case 'peek':
        return this.emit((to) => ({ op: 'peek', to, address: first }));
      case 'poke':
        this.push({ op: 'poke', address: first, from: second });
        return this.constant(0);
      case 'choose':
        return this.emit((to) => ({ op: 'choose', to, outcomes: first, position }));
      case 'resurrected':
        return this.#writeGlobal(STAGED, this.constant(1));
      case 'forgetStaged':
        return this.#writeGlobal(STAGED, this.constant(0));
      case 'tookStaged':
        return this.#readGlobal(STAGED);
      case 'assert':
        this.#assertion(first, second, position);
        return this.constant(0);
      case 'tookBack':
        this.#reset(first, second, position);
        return this.constant(0);
      case 'recordViolation':
        this.push({ op: 'violation', inputs, position });
        return this.constant(0);
      default: {
        const { file, line } = this.scope.lineOf(position);
        throw new ProgramError(`${file}:${line}: ${name}() cannot be part of what is checked`);
      }
    }
  }

  /** Reports a violation where register `holds` is 0. There is no page: whoever asserts may not know of one. */
  #assertion(holds: number, number: number, position: number): void {
    const condition = this.scope.conditions.get(position) as string;
    const broken = (): void => {
      const [kind, none] = [this.constant(ASSERTION), this.constant(0)];
      this.push({ op: 'violation', inputs: [kind, none, number, none], position, condition });
    };
    this.branch(holds, () => {}, broken);
  }

  /** Reports a reset where register `references` is above 0, as tookBack() of runtime/probes.ts does. */
  #reset(word: number, references: number, position: number): void {
    this.branch(this.binary('>', references, this.constant(0)), () => {
      const address = this.binary('+', word, this.constant(GENERATION - REFCOUNT));
      const generation = this.emit((to) => ({ op: 'observe', to, address }));
      const page = this.binary('-', word, this.constant(REFCOUNT));
      const inputs = [this.constant(LIVE_RESET), page, generation, this.constant(0)];
      this.push({ op: 'violation', inputs, position });
    });
  }

  /**
   * A window separates the two steps of a put: the access before it is step 1, the access after it is step 2. A window
   * after a store belongs to no put, and marks nothing.
   */
  #markWindow(): void {
    const step1 = this.code.findLast(({ op }) => op === 'access');
    if (step1?.op !== 'access' || step1.access === 'store') return;
    step1.half = 1;
    this.#afterWindow = true;
  }
}

/** Only such an expression can assign. A function that it calls cannot assign to variables of its caller. */
function isCompound({ kind }: Expression): boolean {
  return kind !== 'constant' && kind !== 'local' && kind !== 'variable';
}
