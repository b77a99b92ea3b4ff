// Functions in WebAssembly.
//
// An inlined function is printed in the place of its call, and each `return` in it does what the caller does next. So a
// condition that is an inlined call makes no boolean: it goes on to one branch or the other. A branch that is short is
// printed wherever the condition leads to it; a longer one once, behind a block that is left for it.
//
// V8's baseline compiler keeps a local in memory, or a constant in a register, where two ways meet. So `if` is preferred to
// jumps, the end of an inlined function to a jump there, and `return` to the end of the function.

import { constantValue } from '../../front-end/constants.js';
import { canEnd } from '../../front-end/function-checker.js';
import type { Case, Expression, Local, PortableFunction, Statement } from '../../front-end/portable-module.js';
import { partsOf } from '../../front-end/walk.js';
import { RELAXED } from '../../runtime/order.js';
import { conflict, type Effects, LEVELS } from '../effects.js';
import { type Inlining, readsOf } from './inlining.js';
import type { Instruction, Label, MemoryOp, PlainOp, Slot, WasmFunction } from './instructions.js';
import { withNumbers } from './locals.js';

type Call = Extract<Expression, { kind: 'call' }>;
type Loop = Extract<Statement, { kind: 'loop' }>;

/** The value of a local: of a slot, or of an expression that is printed instead of it. */
type Binding = { readonly slot: Slot } | { readonly expression: Expression; readonly frame: Frame };

/** A part of the code that may be printed in several places. */
interface Part {
  readonly size: number;
  print(): void;
}

/** A function that is being printed, for itself or in the place of a call. */
interface Frame {
  readonly declared: PortableFunction;
  readonly bindings: Map<Local, Binding>;
  /** The locals that are bound to constants. */
  readonly constants: Map<Local, number>;
  /** The labels of the statements around: what `break` and `continue` lead to. */
  readonly jumps: { readonly end: Label; readonly next: Label | undefined }[];
  /** Prints what becomes of a result. */
  readonly result: (value: Expression | undefined) => void;
  /** Whether that leaves a value. */
  readonly yields: boolean;
  /** The end of the inlined function; undefined in a function of its own. */
  readonly end: Label | undefined;
}

/** In how many places a condition leads to its branches. */
type Ways = [yes: number, no: number];

/** What is known of the locals in a condition. */
interface Scope extends Pick<Frame, 'constants'> {
  /** Of a condition that is printed wherever the local is read; one way each, if there is none. */
  waysOf(local: Local): Ways;
}

/** Expressions in a part that is rather printed twice than jumped to. */
const SHORT = 8;
const NOTHING: Part = { size: 0, print: () => {} };

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

/** Those that compute and do nothing else. */
const PURE: ReadonlySet<string> = new Set([
  'i32.eqz',
  ...Object.values(BINARY).filter((op) => op !== 'i32.div_s' && op !== 'i32.rem_s'),
]);

/**
 * Accesses. A load is atomic whatever the order that is asked for. A detector's glance and what nobody else writes are
 * plain: half the instructions in V8's baseline code. An aligned word is not torn, and nobody moves it across an atomic one.
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

export class FunctionPrinter {
  #code: Instruction[] = [];
  /** How many jumps there are to each label, so far. */
  readonly #jumps = new Map<Label, number>();

  constructor(
    private readonly inlining: Inlining,
    private readonly effects: Effects,
    /** Whether addresses may be of no whole word: the package's own never are. */
    private readonly looksAtAddresses: boolean,
  ) {}

  print(declared: PortableFunction): WasmFunction {
    this.#code = [];
    this.#jumps.clear();
    const yields = declared.returns !== 'void';
    const slots = declared.parameters.map(({ name }): Slot => ({ name }));
    const frame: Frame = {
      declared,
      bindings: new Map(declared.parameters.map((local, index) => [local, { slot: slots[index] as Slot }])),
      constants: new Map(),
      jumps: [],
      result: (value) => value && this.#value(value, frame),
      yields,
      end: undefined,
    };
    this.#statements(declared.body, frame, true);
    return { name: declared.name, parameters: slots.length, yields, ...withNumbers(this.#code, slots) };
  }

  // Instructions.

  #op(op: PlainOp): void {
    this.#code.push({ op });
  }

  #constant(value: number): void {
    this.#code.push({ op: 'i32.const', value });
  }

  #get(slot: Slot): void {
    this.#code.push({ op: 'local.get', slot });
  }

  #set(slot: Slot): void {
    this.#code.push({ op: 'local.set', slot });
  }

  #jump(label: Label, op: 'br' | 'br_if' = 'br'): void {
    this.#code.push({ op, label });
    this.#jumps.set(label, this.#jumpsTo(label) + 1);
  }

  /** Whether what was printed from `start` on ends with a jump, so that nothing behind it could be reached. */
  #hasLeft(start: number): boolean {
    const last = this.#code.length > start ? this.#code.at(-1)?.op : undefined;
    return last === 'br' || last === 'br_table' || last === 'return' || last === 'unreachable';
  }

  #jumpsTo(label: Label): number {
    return this.#jumps.get(label) ?? 0;
  }

  #open(op: 'block' | 'loop' | 'if', label: Label, yields = false): void {
    this.#code.push({ op, label, yields });
  }

  /** Prints `inner` within a block, if anything in it jumps to `label`. */
  #withEnd(label: Label, yields: boolean, inner: () => void): void {
    const start = this.#code.length;
    inner();
    const last = this.#code.at(-1);
    if (last?.op === 'br' && last.label === label) {
      this.#code.pop(); // to where it is
      this.#jumps.set(label, this.#jumpsTo(label) - 1);
    }
    if (this.#jumpsTo(label) === 0) return;
    this.#code.splice(start, 0, { op: 'block', label, yields });
    this.#op('end');
  }

  // Statements.

  /** `isLast`: nothing comes behind them in the function. */
  #statements(body: readonly Statement[], frame: Frame, isLast: boolean): void {
    for (const [index, statement] of body.entries()) {
      const rest = canEnd([statement]) ? body.slice(index + 1) : [];
      if (isLast && frame.end && leavesEarly(statement) && rest.length > 0) {
        this.#if(statement, rest, frame, true);
        return;
      }
      const isEnd = isLast && rest.length === 0;
      this.#statement(statement, frame, isEnd);
      if (canEnd([statement])) continue;
      if (isLast && frame.yields && !yieldsAtEnd(statement)) this.#op('unreachable');
      return;
    }
  }

  #statement(statement: Statement, frame: Frame, isLast: boolean): void {
    switch (statement.kind) {
      case 'expression':
        this.#unused(statement.expression, frame);
        return;
      case 'declare':
        this.#declare(statement.local, statement.value, frame);
        return;
      case 'block':
        this.#statements(statement.body, frame, isLast);
        return;
      case 'if':
        this.#if(statement, statement.alternate, frame, isLast);
        return;
      case 'loop':
        this.#loop(statement, frame);
        return;
      case 'switch':
        this.#switch(statement.subject, statement.cases, frame);
        return;
      case 'return':
        frame.result(statement.value);
        if (isLast) return;
        if (frame.end) this.#jump(frame.end);
        else this.#op('return');
        return;
      case 'break':
        this.#jump((frame.jumps.at(-1) as Frame['jumps'][number]).end);
        return;
      case 'continue':
        this.#jump(frame.jumps.findLast(({ next }) => next)?.next as Label);
    }
  }

  #declare(local: Local, value: Expression, frame: Frame): void {
    const constant = this.#constantOf(value, frame);
    if (constant !== undefined && !this.inlining.assignedIn(frame.declared).has(local)) {
      frame.constants.set(local, constant);
      return;
    }
    this.#value(value, frame);
    const slot = { name: local.name };
    frame.bindings.set(local, { slot });
    this.#set(slot);
  }

  #if(
    { test, consequent }: Extract<Statement, { kind: 'if' }>,
    alternate: readonly Statement[],
    frame: Frame,
    isLast: boolean,
  ): void {
    const part = (body: readonly Statement[]): Part => ({
      size: this.inlining.sizeOfAll(body),
      print: () => this.#statements(body, frame, isLast),
    });
    const yields = isLast && frame.yields && !canEnd(consequent) && !canEnd(alternate);
    this.#branch(test, frame, part(consequent), part(alternate), yields);
  }

  #loop({ test, update, body }: Loop, frame: Frame): void {
    const [start, end, next]: Label[] = [{ name: 'loop' }, { name: 'end' }, { name: 'next' }];
    const turn: Part = {
      size: Number.POSITIVE_INFINITY,
      print: () => {
        this.#withEnd(next as Label, false, () => this.#statements(body, frame, false));
        if (update) this.#unused(update, frame);
        if (update || canEnd(body) || this.#jumpsTo(next as Label) > 0) this.#jump(start as Label);
      },
    };
    frame.jumps.push({ end: end as Label, next: update ? (next as Label) : (start as Label) });
    this.#withEnd(end as Label, false, () => {
      this.#open('loop', start as Label);
      if (test) this.#branch(test, frame, turn, NOTHING, false);
      else turn.print();
      this.#op('end');
    });
    frame.jumps.pop();
  }

  #switch(subject: Expression, cases: readonly Case[], frame: Frame): void {
    const end: Label = { name: 'end' };
    const labels = cases.map((): Label => ({ name: 'case' }));
    const byDefault = labels[cases.findIndex(({ test }) => !test)] ?? end;
    frame.jumps.push({ end, next: undefined });
    this.#open('block', end);
    for (const label of [...labels].reverse()) this.#open('block', label);
    this.#value(subject, frame);
    this.#select(cases, labels, byDefault, frame);
    for (const { body } of cases) {
      this.#op('end');
      this.#statements(body, frame, false);
    }
    this.#op('end');
    frame.jumps.pop();
  }

  /** Jumps to the case that has the value on the stack: by a table where the values lie close together. */
  #select(cases: readonly Case[], labels: readonly Label[], byDefault: Label, frame: Frame): void {
    const tests = cases.flatMap(({ test }, index) => (test ? [{ test, label: labels[index] as Label }] : []));
    const byValue = new Map<number, Label>();
    let areConstant = true;
    for (const { test, label } of tests) {
      const value = this.#constantOf(test, frame);
      if (value === undefined) areConstant = false;
      else if (!byValue.has(value)) byValue.set(value, label);
    }
    if (tests.length === 0) {
      this.#drop();
      this.#jump(byDefault);
      return;
    }
    const least = Math.min(...byValue.keys());
    const size = Math.max(...byValue.keys()) - least + 1;
    if (areConstant && size <= 2 * byValue.size + 8) {
      const table = Array.from({ length: size }, (_, index) => byValue.get(least + index) ?? byDefault);
      if (least !== 0) this.#constant(least);
      if (least !== 0) this.#op('i32.sub');
      this.#code.push({ op: 'br_table', labels: [...table, byDefault] });
      return;
    }
    const slot = { name: 'subject' };
    this.#set(slot);
    for (const { test, label } of tests) {
      this.#get(slot);
      this.#value(test, frame);
      this.#op('i32.eq');
      this.#jump(label, 'br_if');
    }
    this.#jump(byDefault);
  }

  // Conditions.

  /** Prints `yes` or `no`, as `test` decides. `yields`: each of them leaves a value. */
  #branch(test: Expression, frame: Frame, yes: Part, no: Part, yields: boolean): void {
    const constant = this.#constantOf(test, frame);
    if (constant !== undefined) {
      (constant === 0 ? no : yes).print();
      return;
    }
    const [toYes, toNo] = this.#ways(test, this.#scopeOf(frame));
    if (toYes > 1 && yes.size > SHORT)
      this.#once(yes, no, yields, (jump, other) => this.#branch(test, frame, jump, other, false));
    else if (toNo > 1 && no.size > SHORT)
      this.#once(no, yes, yields, (jump, other) => this.#branch(test, frame, other, jump, false));
    else this.#decide(test, frame, yes, no, yields);
  }

  /** Prints `part` once, though `inner` leads to it in several places. */
  #once(part: Part, other: Part, yields: boolean, inner: (jump: Part, other: Part) => void): void {
    const [end, start]: [Label, Label] = [{ name: 'end' }, { name: 'once' }];
    const jump: Part = { size: 1, print: () => this.#jump(start) };
    const print = (): void => {
      const before = this.#code.length;
      other.print();
      if (!this.#hasLeft(before)) this.#jump(end);
    };
    this.#withEnd(end, yields, () => {
      this.#withEnd(start, false, () => inner(jump, { size: other.size, print }));
      part.print();
    });
  }

  #decide(test: Expression, frame: Frame, yes: Part, no: Part, yields: boolean): void {
    const { kind } = test;
    if (kind === 'unary' && test.operator === '!') {
      this.#branch(test.operand, frame, no, yes, yields);
      return;
    }
    if (kind === 'logical') {
      const size = this.inlining.sizeOfExpression(test.right) + yes.size + no.size;
      const right: Part = { size, print: () => this.#branch(test.right, frame, yes, no, yields) };
      if (test.operator === '&&') {
        this.#branch(test.left, frame, right, no, yields);
        return;
      }
      this.#branch(test.left, frame, yes, right, yields);
      return;
    }
    if (kind === 'call' && this.inlining.isInlined(test.callee)) {
      const result = (value: Expression | undefined, inner: Frame): void => {
        if (value) this.#branch(value, inner, yes, no, yields);
      };
      this.#inlined(test, frame, yields, result);
      return;
    }
    if (kind === 'local') {
      const binding = frame.bindings.get(test.local);
      if (binding && 'expression' in binding) {
        this.#branch(binding.expression, binding.frame, yes, no, yields);
        return;
      }
    }
    this.#test(test, frame);
    this.#ifElse(yes, no, yields);
  }

  /** Prints `yes` or `no`, as the value on the stack decides. A branch in which nothing is printed is left out. */
  #ifElse(yes: Part, no: Part, yields: boolean): void {
    const start = this.#code.length;
    this.#open('if', { name: 'if' }, yields);
    yes.print();
    const middle = this.#code.length;
    no.print();
    if (this.#code.length > middle && middle > start + 1) this.#code.splice(middle, 0, { op: 'else' });
    if (this.#code.length > start + 1) this.#op('end');
    if (middle > start + 1) return;
    const negated = this.#code.splice(start);
    if (negated.length === 1) {
      this.#drop();
      return;
    }
    this.#negate();
    this.#code.push(...negated);
  }

  /** A value of which only matters whether it is 0. */
  #test(test: Expression, frame: Frame): void {
    const compared = test.kind === 'binary' && test.operator === '!==' && this.#constantOf(test.right, frame) === 0;
    this.#value(compared ? test.left : test, frame);
  }

  /** Turns a value into whether it is 0. */
  #negate(): void {
    const last = this.#code.at(-1);
    if (last?.op === 'i32.eqz') this.#code.pop();
    else if (last?.op === 'i32.eq') this.#code.splice(-1, 1, { op: 'i32.ne' });
    else if (last?.op === 'i32.ne') this.#code.splice(-1, 1, { op: 'i32.eq' });
    else this.#op('i32.eqz');
  }

  /** Does without the value on the stack, and without what only computes it. */
  #drop(): void {
    const last = this.#code.at(-1);
    if (last?.op === 'local.tee') this.#code.splice(-1, 1, { op: 'local.set', slot: last.slot });
    else if (last?.op === 'local.get' || last?.op === 'global.get' || last?.op === 'i32.const') this.#code.pop();
    else if (last && PURE.has(last.op)) {
      this.#code.pop();
      this.#drop();
      if (last.op !== 'i32.eqz') this.#drop();
    } else this.#op('drop');
  }

  /** In how many places `test` leads to each branch. */
  #ways(test: Expression, scope: Scope): Ways {
    const constant = this.#constantOf(test, scope);
    if (constant !== undefined) return constant === 0 ? [0, 1] : [1, 0];
    if (test.kind === 'unary' && test.operator === '!') {
      const [yes, no] = this.#ways(test.operand, scope);
      return [no, yes];
    }
    if (test.kind === 'logical') {
      const [left, right] = [this.#ways(test.left, scope), this.#ways(test.right, scope)];
      if (test.operator === '&&') return [left[0] * right[0], left[1] + left[0] * right[1]];
      return [left[0] + left[1] * right[0], left[1] * right[1]];
    }
    if (test.kind === 'local') return scope.waysOf(test.local);
    if (test.kind !== 'call' || !this.inlining.isInlined(test.callee)) return [1, 1];
    const { callee, inputs } = test;
    const waysOf = (local: Local): Ways => {
      const input = inputs[callee.parameters.indexOf(local)];
      return input && readsOf(local, callee.body) === 1 ? this.#ways(input, scope) : [1, 1];
    };
    return this.#waysOut(callee.body, { constants: NO_CONSTANTS, waysOf });
  }

  #scopeOf({ bindings, constants }: Frame): Scope {
    const waysOf = (local: Local): Ways => {
      const binding = bindings.get(local);
      return binding && 'expression' in binding ? this.#ways(binding.expression, this.#scopeOf(binding.frame)) : [1, 1];
    };
    return { constants, waysOf };
  }

  /** In how many places what `body` returns leads to each branch. A part that is printed twice returns twice. */
  #waysOut(body: readonly Statement[], scope: Scope): Ways {
    const ways: Ways = [0, 0];
    const add = ([yes, no]: Ways, times = 1): void => {
      ways[0] += times * yes;
      ways[1] += times * no;
    };
    for (const [index, statement] of body.entries()) {
      if (statement.kind === 'return' && statement.value) add(this.#ways(statement.value, scope));
      if (statement.kind === 'if') {
        const isEarly: boolean = leavesEarly(statement);
        const rest = isEarly ? body.slice(index + 1) : statement.alternate;
        const [toYes, toNo] = this.#ways(statement.test, scope);
        add(this.#waysOut(statement.consequent, scope), this.#copies(statement.consequent, toYes));
        add(this.#waysOut(rest, scope), this.#copies(rest, toNo));
        if (isEarly) break;
      } else {
        for (const inner of partsOf(statement)[1]) add(this.#waysOut(inner, scope));
      }
    }
    return ways;
  }

  /** How often `body` is printed if it is led to in so many places. */
  #copies(body: readonly Statement[], ways: number): number {
    return this.inlining.sizeOfAll(body) > SHORT ? Math.min(ways, 1) : ways;
  }

  // Inlined calls.

  /** Prints the function that `call` calls. `result`: what becomes of a value that it returns. */
  #inlined(
    call: Call,
    outer: Frame,
    yields: boolean,
    result: (value: Expression | undefined, frame: Frame) => void,
  ): void {
    const declared = call.callee as PortableFunction;
    const end: Label = { name: declared.name };
    const frame: Frame = {
      declared,
      bindings: new Map(),
      constants: new Map(),
      jumps: [],
      result: (value) => result(value, frame),
      yields,
      end,
    };
    for (const [index, parameter] of declared.parameters.entries()) this.#bind(parameter, index, call, outer, frame);
    this.#withEnd(end, yields, () => this.#statements(declared.body, frame, true));
  }

  #bind(parameter: Local, index: number, call: Call, outer: Frame, frame: Frame): void {
    const input = call.inputs[index] as Expression;
    const isFixed = !this.inlining.assignedIn(frame.declared).has(parameter);
    const constant = this.#constantOf(input, outer);
    if (isFixed && constant !== undefined) {
      frame.constants.set(parameter, constant);
    } else if (isFixed && this.#canMove(input, index, call, outer, readsOf(parameter, frame.declared.body))) {
      frame.bindings.set(parameter, { expression: input, frame: outer });
    } else {
      this.#value(input, outer);
      const slot = { name: parameter.name };
      frame.bindings.set(parameter, { slot });
      this.#set(slot);
    }
  }

  /** Whether `input` may be printed wherever the function reads the parameter. */
  #canMove(input: Expression, index: number, call: Call, outer: Frame, reads: number): boolean {
    const effect = this.effects.of(input);
    const isPure =
      effect.level === LEVELS.none && effect.writes.size === 0 && [...effect.reads].every((one) => !('kind' in one));
    if (!isPure || call.inputs.slice(index + 1).some((later) => conflict(effect, this.effects.of(later)))) return false;
    const isCheap =
      input.kind === 'local' || (isSum(input) && input.left.kind === 'local' && input.right.kind === 'constant');
    if (!isCheap && reads > 1) return false;
    // A local of the caller that has an own slot is written by nobody while the function runs.
    return [...effect.reads].every((one) => 'kind' in one || !this.#isMoved(one, outer));
  }

  /** Whether a local stands for an expression that is more than a local plus a constant. */
  #isMoved(local: Local, frame: Frame): boolean {
    const binding = frame.bindings.get(local);
    if (!binding || 'slot' in binding) return false;
    const { expression } = binding;
    if (expression.kind === 'local') return this.#isMoved(expression.local, binding.frame);
    return !(isSum(expression) && expression.left.kind === 'local' && expression.right.kind === 'constant');
  }

  // Expressions.

  #unused(expression: Expression, frame: Frame): void {
    if (expression.kind === 'assign') {
      this.#assign(expression.target, expression.value, frame, false);
      return;
    }
    if (expression.kind === 'call' && this.inlining.isInlined(expression.callee)) {
      this.#inlined(expression, frame, false, (value, inner) => value && this.#unused(value, inner));
      return;
    }
    const effect = this.effects.of(expression);
    if (effect.level < LEVELS.acts && effect.writes.size === 0) return;
    if (expression.kind === 'logical' || expression.kind === 'conditional') {
      const part = (one: Expression): Part => ({
        size: this.inlining.sizeOfExpression(one),
        print: () => this.#unused(one, frame),
      });
      const test = expression.kind === 'logical' ? expression.left : expression.test;
      const right = expression.kind === 'logical' ? part(expression.right) : NOTHING;
      const isAnd = expression.kind === 'logical' && expression.operator === '&&';
      if (expression.kind === 'conditional')
        this.#branch(test, frame, part(expression.consequent), part(expression.alternate), false);
      else this.#branch(test, frame, isAnd ? right : NOTHING, isAnd ? NOTHING : right, false);
      return;
    }
    this.#value(expression, frame);
    if (expression.type !== 'void') this.#drop();
  }

  #value(expression: Expression, frame: Frame): void {
    const constant = this.#constantOf(expression, frame);
    if (constant !== undefined) {
      this.#constant(constant);
      return;
    }
    const part = (one: Expression): Part => ({
      size: this.inlining.sizeOfExpression(one),
      print: () => this.#value(one, frame),
    });
    switch (expression.kind) {
      case 'constant':
        this.#constant(expression.value);
        return;
      case 'local':
        this.#local(expression.local, frame);
        return;
      case 'variable':
        this.#code.push({ op: 'global.get', variable: expression.variable });
        return;
      case 'unary':
        this.#unary(expression.operator, expression.operand, frame);
        return;
      case 'binary':
        this.#value(expression.left, frame);
        if (expression.operator === '===' && this.#constantOf(expression.right, frame) === 0) {
          this.#op('i32.eqz');
          return;
        }
        this.#value(expression.right, frame);
        this.#op(BINARY[expression.operator] as PlainOp);
        return;
      case 'logical': {
        const { operator, left, right } = expression;
        if (operator === '&&') {
          this.#branch(left, frame, part(right), this.#number(0), true);
          return;
        }
        if (left.type === 'boolean') {
          this.#branch(left, frame, this.#number(1), part(right), true);
          return;
        }
        const slot = { name: 'left' };
        this.#value(left, frame);
        this.#code.push({ op: 'local.tee', slot });
        this.#open('if', { name: 'if' }, true);
        this.#get(slot);
        this.#op('else');
        this.#value(right, frame);
        this.#op('end');
        return;
      }
      case 'conditional':
        this.#branch(expression.test, frame, part(expression.consequent), part(expression.alternate), true);
        return;
      case 'assign':
        this.#assign(expression.target, expression.value, frame, true);
        return;
      case 'postfix':
        this.#read(expression.target, frame);
        this.#assign(expression.target, expression.value, frame, false);
        return;
      case 'call':
        this.#call(expression, frame);
        return;
    }
  }

  /** The value of `expression`, where it is known. */
  #constantOf(expression: Expression, { constants }: Pick<Frame, 'constants'>): number | undefined {
    if (expression.kind === 'constant') return expression.value;
    const { level, writes } = this.effects.of(expression);
    return level === LEVELS.none && writes.size === 0 ? constantValue(expression, constants) : undefined;
  }

  #number(value: number): Part {
    return { size: 1, print: () => this.#constant(value) };
  }

  #local(local: Local, frame: Frame): void {
    const binding = frame.bindings.get(local);
    if (!binding) throw new Error(`${local.name} has no value`);
    if ('slot' in binding) this.#get(binding.slot);
    else this.#value(binding.expression, binding.frame);
  }

  #read(target: Extract<Expression, { kind: 'assign' }>['target'], frame: Frame): void {
    if ('kind' in target) this.#code.push({ op: 'global.get', variable: target });
    else this.#local(target, frame);
  }

  #assign(
    target: Extract<Expression, { kind: 'assign' }>['target'],
    value: Expression,
    frame: Frame,
    isUsed: boolean,
  ): void {
    this.#value(value, frame);
    if ('kind' in target) {
      const slot = { name: target.name };
      if (isUsed) this.#code.push({ op: 'local.tee', slot });
      this.#code.push({ op: 'global.set', variable: target });
      if (isUsed) this.#get(slot);
      return;
    }
    const binding = frame.bindings.get(target);
    if (!binding || !('slot' in binding)) throw new Error(`${target.name} is not variable`);
    this.#code.push({ op: isUsed ? 'local.tee' : 'local.set', slot: binding.slot });
  }

  #unary(operator: string, operand: Expression, frame: Frame): void {
    if (operator === '-') this.#constant(0);
    this.#value(operand, frame);
    if (operator === '-') this.#op('i32.sub');
    else if (operator === '~') {
      this.#constant(-1);
      this.#op('i32.xor');
    } else if (operator === '!') {
      if (this.#code.at(-1)?.op === 'i32.eqz')
        this.#op('i32.eqz'); // what it compares may be any number
      else this.#negate();
    }
  }

  // Calls.

  #call(call: Call, frame: Frame): void {
    const { callee } = call;
    if (callee.kind === 'function') {
      if (this.inlining.isInlined(callee)) {
        const yields = callee.returns !== 'void';
        this.#inlined(call, frame, yields, (value, inner) => value && this.#value(value, inner));
        return;
      }
    } else if (callee.name === 'copyLine') {
      this.#copyLine(call, frame);
      return;
    } else if (ACCESSES[callee.name] !== undefined) {
      this.#access(callee.name, call.inputs, frame);
      return;
    }
    for (const input of call.inputs) this.#value(input, frame);
    this.#code.push({ op: 'call', callee });
  }

  #access(name: string, inputs: readonly Expression[], frame: Frame): void {
    const values = WITHOUT_ORDER.has(name) ? inputs : inputs.slice(0, -1);
    const order = WITHOUT_ORDER.has(name) ? undefined : (inputs.at(-1) as Expression);
    const isPlain = name === 'store' && order !== undefined && this.#constantOf(order, frame) === RELAXED;
    const offset = isPlain && this.looksAtAddresses ? 0 : this.#address(values[0] as Expression, frame);
    if (isPlain && this.looksAtAddresses) this.#wholeWord(values[0] as Expression, frame);
    for (const value of values.slice(1)) this.#value(value, frame);
    if (order) this.#unused(order, frame);
    // A relaxed store is what Linux's atomic_set and WRITE_ONCE are: a plain store, which nobody tears or drops. An atomic
    // store of WebAssembly is a full barrier, a locked instruction on x64, which neither the protocol nor the allocator asks
    // for. On the path of T3, the next user of the page, each such barrier delays the put that brings the count to 0; a step
    // 2 that is held up only as long as a cache line takes to arrive then rarely meets that zero.
    this.#code.push({ op: isPlain ? 'i32.store' : (ACCESSES[name] as MemoryOp), offset });
  }

  /** An address that is beyond the memory where it is of no whole word, since only an atomic access traps there by itself. */
  #wholeWord(address: Expression, frame: Frame): void {
    const slot = { name: 'address' };
    this.#value(address, frame);
    this.#set(slot);
    this.#get(slot);
    this.#get(slot);
    this.#constant(30);
    this.#op('i32.shl');
    this.#op('i32.or');
  }

  /**
   * Prints an address, and returns what the access has to add to it. In a user's file the sum is computed, so that it wraps
   * as on every engine; the package's own files add to the addresses of words.
   */
  #address(expression: Expression, frame: Frame): number {
    const binding = expression.kind === 'local' ? frame.bindings.get(expression.local) : undefined;
    if (binding && 'expression' in binding) return this.#address(binding.expression, binding.frame);
    if (isSum(expression) && !frame.declared.file.own && this.#constantOf(expression, frame) === undefined) {
      const [left, right] = [this.#constantOf(expression.left, frame), this.#constantOf(expression.right, frame)];
      if (right !== undefined && right >= 0) return right + this.#address(expression.left, frame);
      if (left !== undefined && left >= 0) return left + this.#address(expression.right, frame);
    }
    this.#value(expression, frame);
    return 0;
  }

  /** 64 bytes in eight steps. */
  #copyLine({ inputs: [from, to] }: Call, frame: Frame): void {
    const [source, target] = [{ name: 'from' }, { name: 'to' }];
    this.#value(from as Expression, frame);
    this.#set(source);
    this.#value(to as Expression, frame);
    this.#set(target);
    for (let offset = 0; offset < 64; offset += 8) {
      this.#get(target);
      this.#get(source);
      this.#code.push({ op: 'i64.load', offset }, { op: 'i64.store', offset });
    }
  }
}

const NO_CONSTANTS: Frame['constants'] = new Map();

function isSum(expression: Expression): expression is Extract<Expression, { kind: 'binary' }> {
  return expression.kind === 'binary' && expression.operator === '+';
}

/** An `if` whose first branch never comes to its end, and that has no other one: the rest of the function is that one. */
function leavesEarly(statement: Statement): statement is Extract<Statement, { kind: 'if' }> {
  return statement.kind === 'if' && statement.alternate.length === 0 && !canEnd(statement.consequent);
}

/** Whether a statement at the end of a function has left its value, where it is not left early. */
function yieldsAtEnd(statement: Statement): boolean {
  if (statement.kind === 'return') return true;
  if (statement.kind === 'block') return statement.body.some((one) => !canEnd([one]) && yieldsAtEnd(one));
  return statement.kind === 'if';
}
