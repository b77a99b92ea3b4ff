// Expressions in WebAssembly.

import { constantValue, KEEPS_LEFT } from '../../front-end/constants.js';
import type { Expression, Local, PortableFunction } from '../../front-end/portable-module.js';
import { RELAXED } from '../../runtime/order.js';
import { type Effects, LEVELS } from '../effects.js';
import { Emitter, NOTHING, type Part } from './emitter.js';
import type { Inlining } from './inlining.js';
import type { Label, MemoryOp, PlainOp, Slot } from './instructions.js';

export type Call = Extract<Expression, { kind: 'call' }>;
type Target = Extract<Expression, { kind: 'assign' }>['target'];

/** The value of a local: of a slot, or of an expression that is printed instead of it. */
type Binding = { readonly slot: Slot } | { readonly expression: Expression; readonly frame: Frame };

/** A function that is being printed, for itself or in the place of a call. */
export interface Frame {
  readonly declared: PortableFunction;
  readonly bindings: Map<Local, Binding>;
  /** The locals that are bound to constants. */
  readonly constants: Map<Local, number>;
  /** The labels of the statements around: what `break` and `continue` lead to. */
  readonly jumps: { readonly end: Label; readonly next: Label | undefined }[];
  /** Prints what becomes of a result. */
  readonly result: (value: Expression | undefined) => void;
  /** True if that leaves a value. */
  readonly yields: boolean;
  /** The end of the inlined function; undefined in a function of its own. */
  readonly end: Label | undefined;
}

/** The frame of `declared` at its beginning. `result` prints what becomes of a result. */
export function frameOf(
  declared: PortableFunction,
  yields: boolean,
  end: Label | undefined,
  result: (value: Expression | undefined, frame: Frame) => void,
): Frame {
  const frame: Frame = {
    ...{ declared, yields, end, bindings: new Map(), constants: new Map(), jumps: [] },
    result: (value) => result(value, frame),
  };
  return frame;
}

const BINARY: Readonly<Record<string, PlainOp>> = {
  '+': 'i32.add',
  '-': 'i32.sub',
  '*': 'i32.mul',
  '/': 'i32.div_s',
  '%': 'i32.rem_s',
  '&': 'i32.and',
  '|': 'i32.or',
  '^': 'i32.xor',
  '<<': 'i32.shl',
  '>>': 'i32.shr_s',
  '>>>': 'i32.shr_u',
  '<': 'i32.lt_s',
  '<=': 'i32.le_s',
  '>': 'i32.gt_s',
  '>=': 'i32.ge_s',
  '===': 'i32.eq',
  '!==': 'i32.ne',
};

/**
 * Accesses. A load is atomic whatever the order that is asked for. A detector's glance and what nobody else writes are
 * plain: half the instructions in V8's baseline code. An aligned word is not torn, and nobody moves it across an atomic
 * one.
 */
const ACCESSES: Readonly<Record<string, MemoryOp>> = {
  load: 'i32.atomic.load',
  store: 'i32.atomic.store',
  fetchAdd: 'i32.atomic.rmw.add',
  fetchSub: 'i32.atomic.rmw.sub',
  fetchOr: 'i32.atomic.rmw.or',
  exchange: 'i32.atomic.rmw.xchg',
  compareExchange: 'i32.atomic.rmw.cmpxchg',
  observe: 'i32.atomic.load',
  glance: 'i32.load',
  peek: 'i32.load',
  poke: 'i32.store',
};
const WITHOUT_ORDER: ReadonlySet<string> = new Set(['observe', 'glance', 'peek', 'poke']);

export abstract class ExpressionPrinter extends Emitter {
  constructor(
    protected readonly inlining: Inlining,
    protected readonly effects: Effects,
    /** True if addresses may be of no whole word: the package's own never are. */
    private readonly looksAtAddresses: boolean,
  ) {
    super();
  }

  /** Prints `yes` or `no`, as `test` decides. `yields`: each of them leaves a value. */
  protected abstract branch(test: Expression, frame: Frame, yes: Part, no: Part, yields: boolean): void;

  /** Prints the function that `call` calls. `result`: what becomes of a value that it returns. */
  protected abstract inlined(
    call: Call,
    outer: Frame,
    yields: boolean,
    result: (value: Expression | undefined, frame: Frame) => void,
  ): void;

  protected unused(expression: Expression, frame: Frame): void {
    if (expression.kind === 'assign') {
      this.value(expression.value, frame);
      this.assign(expression.target, frame, false);
      return;
    }
    if (expression.kind === 'call' && this.inlining.isInlined(expression.callee)) {
      this.inlined(expression, frame, false, (value, inner) => value && this.unused(value, inner));
      return;
    }
    const effect = this.effects.of(expression);
    if (effect.level < LEVELS.acts && effect.writes.size === 0) return;
    const part = (one: Expression): Part => ({
      size: this.inlining.sizeOfExpression(one),
      print: () => this.unused(one, frame),
    });
    if (expression.kind === 'conditional') {
      this.branch(expression.test, frame, part(expression.consequent), part(expression.alternate), false);
      return;
    }
    if (expression.kind === 'logical') {
      const right = part(expression.right);
      const [yes, no] = expression.operator === '&&' ? [right, NOTHING] : [NOTHING, right];
      this.branch(expression.left, frame, yes, no, false);
      return;
    }
    this.value(expression, frame);
    if (expression.type !== 'void') this.op('drop');
  }

  protected value(expression: Expression, frame: Frame): void {
    const constant = this.constantOf(expression, frame);
    if (constant !== undefined) {
      this.constant(constant);
      return;
    }
    const part = (one: Expression): Part => ({
      size: this.inlining.sizeOfExpression(one),
      print: () => this.value(one, frame),
    });
    switch (expression.kind) {
      case 'constant':
        this.constant(expression.value);
        return;
      case 'local':
        this.#local(expression.local, frame);
        return;
      case 'variable':
        this.code.push({ op: 'global.get', variable: expression.variable });
        return;
      case 'unary':
        this.#unary(expression.operator, expression.operand, frame);
        return;
      case 'binary':
        this.value(expression.left, frame);
        if (expression.operator === '===' && this.constantOf(expression.right, frame) === 0) {
          this.op('i32.eqz');
          return;
        }
        this.#operate(expression.operator, expression.right, frame);
        return;
      case 'logical': {
        const { operator, left, right } = expression;
        if (operator === '&&') {
          this.branch(left, frame, part(right), this.#number(0), true);
          return;
        }
        if (left.type === 'boolean') {
          this.branch(left, frame, this.#number(1), part(right), true);
          return;
        }
        const slot = { name: 'left' };
        this.value(left, frame);
        this.code.push({ op: 'local.tee', slot });
        this.ifElse({ size: 1, print: () => this.get(slot) }, part(right), true);
        return;
      }
      case 'conditional': {
        const { test, consequent, alternate } = expression;
        if ([consequent, alternate].every((one) => this.constantOf(one, frame) !== undefined)) {
          this.value(consequent, frame);
          this.value(alternate, frame);
          this.value(test, frame);
          this.op('select');
        } else this.branch(test, frame, part(consequent), part(alternate), true);
        return;
      }
      case 'assign':
        this.value(expression.value, frame);
        this.assign(expression.target, frame, true);
        return;
      case 'postfix':
        this.readTarget(expression.target, frame);
        this.value(expression.value, frame);
        this.assign(expression.target, frame, false);
        return;
      case 'call':
        this.#call(expression, frame);
        return;
    }
  }

  /** The value of `expression`, where it is known. */
  protected constantOf(expression: Expression, { constants }: Pick<Frame, 'constants'>): number | undefined {
    if (expression.kind === 'constant') return expression.value;
    const { level, writes } = this.effects.of(expression);
    return level === LEVELS.none && writes.size === 0 ? constantValue(expression, constants) : undefined;
  }

  /** Applies `operator` to the value on the stack and `right`. A constant may make it cheaper, or nothing at all. */
  #operate(operator: string, right: Expression, frame: Frame): void {
    const by = this.constantOf(right, frame);
    if (by === 0 && KEEPS_LEFT.has(operator)) return;
    if (operator === '*' && by !== undefined && by > 0 && (by & (by - 1)) === 0) {
      this.constant(31 - Math.clz32(by));
      this.op('i32.shl');
      return;
    }
    this.value(right, frame);
    this.op(BINARY[operator] as PlainOp);
  }

  #number(value: number): Part {
    return { size: 1, print: () => this.constant(value) };
  }

  #local(local: Local, frame: Frame): void {
    const binding = frame.bindings.get(local);
    if (!binding) throw new Error(`${local.name} has no value`);
    if ('slot' in binding) this.get(binding.slot);
    else this.value(binding.expression, binding.frame);
  }

  protected readTarget(target: Target, frame: Frame): void {
    if ('kind' in target) this.code.push({ op: 'global.get', variable: target });
    else this.#local(target, frame);
  }

  /** Assigns what is on the stack. */
  protected assign(target: Target, frame: Frame, isUsed: boolean): void {
    if ('kind' in target) {
      const slot = { name: target.name };
      if (isUsed) this.code.push({ op: 'local.tee', slot });
      this.code.push({ op: 'global.set', variable: target });
      if (isUsed) this.get(slot);
      return;
    }
    const binding = frame.bindings.get(target);
    if (!binding || !('slot' in binding)) throw new Error(`${target.name} is not variable`);
    this.code.push({ op: isUsed ? 'local.tee' : 'local.set', slot: binding.slot });
  }

  #unary(operator: string, operand: Expression, frame: Frame): void {
    if (operator === '-') this.constant(0);
    this.value(operand, frame);
    if (operator === '-') this.op('i32.sub');
    else if (operator === '~') {
      this.constant(-1);
      this.op('i32.xor');
    } else if (operator === '!') {
      if (this.code.at(-1)?.op === 'i32.eqz')
        this.op('i32.eqz'); // what it compares may be any number
      else this.negate();
    }
  }

  // Calls.

  #call(call: Call, frame: Frame): void {
    const { callee } = call;
    if (callee.kind === 'function') {
      if (this.inlining.isInlined(callee)) {
        const yields = callee.returns !== 'void';
        this.inlined(call, frame, yields, (value, inner) => value && this.value(value, inner));
        return;
      }
    } else if (callee.name === 'copyLine') {
      this.#copyLine(call, frame);
      return;
    } else if (ACCESSES[callee.name] !== undefined) {
      this.#access(callee.name, call.inputs, frame);
      return;
    }
    for (const input of call.inputs) this.value(input, frame);
    this.code.push({ op: 'call', callee });
  }

  #access(name: string, inputs: readonly Expression[], frame: Frame): void {
    const values = WITHOUT_ORDER.has(name) ? inputs : inputs.slice(0, -1);
    const order = WITHOUT_ORDER.has(name) ? undefined : (inputs.at(-1) as Expression);
    const isPlain = name === 'store' && order !== undefined && this.constantOf(order, frame) === RELAXED;
    const offset = isPlain && this.looksAtAddresses ? 0 : this.#address(values[0] as Expression, frame);
    if (isPlain && this.looksAtAddresses) this.#wholeWord(values[0] as Expression, frame);
    for (const value of values.slice(1)) this.value(value, frame);
    if (order) this.unused(order, frame);
    // A relaxed store is what Linux's atomic_set and WRITE_ONCE are: a plain store, which nobody tears or drops. An
    // atomic store of WebAssembly is a full barrier, a locked instruction on x64, which neither the protocol nor the
    // allocator asks for. On the path of T3, the next user of the page, each such barrier delays the put that brings
    // the count to 0; a step 2 that is held up only as long as a cache line takes to arrive then rarely meets that
    // zero.
    this.code.push({ op: isPlain ? 'i32.store' : (ACCESSES[name] as MemoryOp), offset });
  }

  /** An address that is beyond the memory where it is of no whole word, since only an atomic access traps there by itself. */
  #wholeWord(address: Expression, frame: Frame): void {
    const slot = { name: 'address' };
    this.value(address, frame);
    this.set(slot);
    this.get(slot);
    this.get(slot);
    this.constant(30);
    this.op('i32.shl');
    this.op('i32.or');
  }

  /**
   * Prints an address, and returns what the access has to add to it. In a user's file the sum is computed, so that it
   * wraps as on every engine; the package's own files add to the addresses of words.
   */
  #address(expression: Expression, frame: Frame): number {
    const binding = expression.kind === 'local' ? frame.bindings.get(expression.local) : undefined;
    if (binding && 'expression' in binding) return this.#address(binding.expression, binding.frame);
    if (isSum(expression) && !frame.declared.file.own && this.constantOf(expression, frame) === undefined) {
      const [left, right] = [this.constantOf(expression.left, frame), this.constantOf(expression.right, frame)];
      if (right !== undefined && right >= 0) return right + this.#address(expression.left, frame);
      if (left !== undefined && left >= 0) return left + this.#address(expression.right, frame);
    }
    this.value(expression, frame);
    return 0;
  }

  /** 64 bytes in eight steps. */
  #copyLine({ inputs: [from, to] }: Call, frame: Frame): void {
    const [source, target] = [{ name: 'from' }, { name: 'to' }];
    this.value(from as Expression, frame);
    this.set(source);
    this.value(to as Expression, frame);
    this.set(target);
    for (let offset = 0; offset < 64; offset += 8) {
      this.get(target);
      this.get(source);
      this.code.push({ op: 'i64.load', offset }, { op: 'i64.store', offset });
    }
  }
}

/** `local + 1` and the like. */
export function isLocalPlusConstant(expression: Expression): boolean {
  return isSum(expression) && expression.left.kind === 'local' && expression.right.kind === 'constant';
}

/** `left + right`. */
function isSum(expression: Expression): expression is Extract<Expression, { kind: 'binary' }> {
  return expression.kind === 'binary' && expression.operator === '+';
}
