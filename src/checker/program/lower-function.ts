// One function of the bundle to instructions. What it accepts is the portable subset; anything else is an error.

import type * as acorn from 'acorn';
import {
  ACCESSES,
  type Access,
  type BinaryOperator,
  type FunctionBody,
  type Instruction,
  ProgramError,
  type UnaryOperator,
} from './instructions.js';

/** What a name outside the function stands for. */
export type Binding =
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'global'; readonly index: number }
  | { readonly kind: 'intrinsic'; readonly name: string };

/** Bookkeeping of a run that the model does without. */
const IGNORED: ReadonlySet<string> = new Set(['tally', 'retried', 'resurrected', 'abortedFree']);

const BINARY: ReadonlySet<string> = new Set(
  '+ - * / % & | ^ << >> >>> < <= > >= === !=='.split(' ') satisfies BinaryOperator[] | string[],
);
const UNARY: ReadonlySet<string> = new Set('- ~ ! +'.split(' '));

interface Loop {
  readonly breaks: number[];
  /** Absent for a switch. */
  readonly continues?: number[];
}

export class FunctionLowering {
  private readonly code: Instruction[] = [];
  private readonly scopes: Map<string, number>[] = [new Map()];
  private readonly loops: Loop[] = [];
  private registers = 0;
  /** The next access comes right after a window: it is step 2. */
  private afterWindow = false;

  constructor(private readonly bindings: ReadonlyMap<string, Binding>) {}

  lower(name: string, parameters: readonly acorn.Pattern[], body: acorn.BlockStatement): FunctionBody {
    for (const parameter of parameters) this.declare(identifier(parameter));
    this.block(body.body);
    this.code.push({ op: 'return', from: this.constant(0) });
    return { name, parameters: parameters.length, registers: this.registers, code: this.code };
  }

  /** The body of a function that gives globals their initial values. */
  lowerInitializers(initializers: readonly { global: number; value: acorn.Expression | number }[]): FunctionBody {
    for (const { global, value } of initializers) {
      const from = typeof value === 'number' ? this.constant(value) : this.value(value);
      this.code.push({ op: 'writeGlobal', global, from });
    }
    this.code.push({ op: 'return', from: this.constant(0) });
    return { name: '(module)', parameters: 0, registers: this.registers, code: this.code };
  }

  // Statements.

  private block(statements: readonly acorn.Statement[]): void {
    this.scopes.push(new Map());
    for (const statement of statements) this.statement(statement);
    this.scopes.pop();
  }

  private statement(node: acorn.Statement): void {
    switch (node.type) {
      case 'BlockStatement':
        return this.block(node.body);
      case 'EmptyStatement':
        return;
      case 'ExpressionStatement':
        this.value(node.expression);
        return;
      case 'VariableDeclaration':
        return this.declaration(node);
      case 'ReturnStatement':
        this.code.push({ op: 'return', from: node.argument ? this.value(node.argument) : this.constant(0) });
        return;
      case 'IfStatement':
        return this.either(
          node.test,
          () => this.statement(node.consequent),
          node.alternate ? () => this.statement(node.alternate as acorn.Statement) : undefined,
        );
      case 'WhileStatement':
        return this.loop(node.test, undefined, node.body);
      case 'ForStatement':
        this.scopes.push(new Map());
        if (node.init?.type === 'VariableDeclaration') this.declaration(node.init);
        else if (node.init) this.value(node.init);
        this.loop(node.test ?? undefined, node.update ?? undefined, node.body);
        this.scopes.pop();
        return;
      case 'SwitchStatement':
        return this.choice(node);
      case 'BreakStatement':
        this.leave(this.loops.at(-1)?.breaks, node);
        return;
      case 'ContinueStatement':
        this.leave(this.loops.findLast(({ continues }) => continues)?.continues, node);
        return;
      default:
        throw unsupported(node);
    }
  }

  private declaration(node: acorn.VariableDeclaration): void {
    for (const { id, init } of node.declarations) {
      const from = init ? this.value(init) : this.constant(0);
      this.code.push({ op: 'copy', to: this.declare(identifier(id)), from });
    }
  }

  private either(test: acorn.Expression, consequent: () => void, alternate?: () => void): void {
    const toElse = this.unless(this.value(test));
    consequent();
    if (!alternate) return this.land(toElse);
    const toEnd = this.jump();
    this.land(toElse);
    alternate();
    this.land(toEnd);
  }

  private loop(test: acorn.Expression | undefined, update: acorn.Expression | undefined, body: acorn.Statement): void {
    const loop = { breaks: [] as number[], continues: [] as number[] };
    const start = this.code.length;
    if (test) loop.breaks.push(this.unless(this.value(test)));
    this.loops.push(loop);
    this.statement(body);
    this.loops.pop();
    for (const place of loop.continues) this.land(place);
    if (update) this.value(update);
    this.code.push({ op: 'jump', target: start });
    for (const place of loop.breaks) this.land(place);
  }

  private choice(node: acorn.SwitchStatement): void {
    const subject = this.value(node.discriminant);
    const loop: Loop = { breaks: [] };
    const entries = node.cases.map(({ test }) => {
      if (!test) return -1;
      const right = this.value(test);
      const equal = this.emit((to) => ({ op: 'binary', to, operator: '!==', left: subject, right }));
      return this.unless(equal);
    });
    const toDefault = this.jump();
    this.loops.push(loop);
    this.scopes.push(new Map());
    let hasDefault = false;
    node.cases.forEach(({ consequent }, index) => {
      const entry = entries[index] as number;
      if (entry < 0) hasDefault = true;
      this.land(entry < 0 ? toDefault : entry);
      for (const statement of consequent) this.statement(statement);
    });
    this.scopes.pop();
    this.loops.pop();
    if (!hasDefault) this.land(toDefault);
    for (const place of loop.breaks) this.land(place);
  }

  private leave(places: number[] | undefined, node: acorn.Node): void {
    if (!places) throw unsupported(node);
    places.push(this.jump());
  }

  // Expressions. value() returns the register that holds the result.

  private value(node: acorn.Expression | acorn.PrivateIdentifier | acorn.Super | acorn.SpreadElement): number {
    switch (node.type) {
      case 'Literal':
        if (typeof node.value !== 'number' && typeof node.value !== 'boolean') throw unsupported(node);
        return this.constant(Number(node.value) | 0);
      case 'ParenthesizedExpression':
        return this.value(node.expression);
      case 'Identifier':
        return this.read(node);
      case 'UnaryExpression':
        return this.unary(node);
      case 'BinaryExpression': {
        if (!BINARY.has(node.operator)) throw unsupported(node);
        return this.binary(node.operator as BinaryOperator, this.value(node.left), this.value(node.right));
      }
      case 'LogicalExpression':
        return this.logical(node);
      case 'ConditionalExpression':
        return this.conditional(node.test, node.consequent, node.alternate);
      case 'AssignmentExpression':
        return this.assignment(node);
      case 'UpdateExpression': {
        // The sources use it as a statement only, so the value before and the value after are the same to them.
        const operator = node.operator === '++' ? '+' : '-';
        const to = identifier(node.argument);
        return this.write(to, this.binary(operator, this.read(node.argument as acorn.Identifier), this.constant(1)));
      }
      case 'CallExpression':
        return this.call(node);
      default:
        throw unsupported(node);
    }
  }

  private unary(node: acorn.UnaryExpression): number {
    if (!UNARY.has(node.operator)) throw unsupported(node);
    const from = this.value(node.argument);
    return this.emit((to) => ({ op: 'unary', to, operator: node.operator as UnaryOperator, from }));
  }

  private binary(operator: BinaryOperator, left: number, right: number): number {
    return this.emit((to) => ({ op: 'binary', to, operator, left, right }));
  }

  private logical(node: acorn.LogicalExpression): number {
    const to = this.registers++;
    this.code.push({ op: 'copy', to, from: this.value(node.left) });
    if (node.operator === '&&') {
      const end = this.unless(to);
      this.code.push({ op: 'copy', to, from: this.value(node.right) });
      this.land(end);
    } else if (node.operator === '||') {
      const right = this.unless(to);
      const end = this.jump();
      this.land(right);
      this.code.push({ op: 'copy', to, from: this.value(node.right) });
      this.land(end);
    } else {
      throw unsupported(node);
    }
    return to;
  }

  private conditional(test: acorn.Expression, consequent: acorn.Expression, alternate: acorn.Expression): number {
    const to = this.registers++;
    this.either(
      test,
      () => this.code.push({ op: 'copy', to, from: this.value(consequent) }),
      () => this.code.push({ op: 'copy', to, from: this.value(alternate) }),
    );
    return to;
  }

  private assignment(node: acorn.AssignmentExpression): number {
    const name = identifier(node.left);
    if (node.operator === '=') return this.write(name, this.value(node.right));
    const operator = node.operator.slice(0, -1);
    if (!BINARY.has(operator)) throw unsupported(node);
    const left = this.read(node.left as acorn.Identifier);
    return this.write(name, this.binary(operator as BinaryOperator, left, this.value(node.right)));
  }

  private call(node: acorn.CallExpression): number {
    const name = identifier(node.callee);
    const binding = this.bindings.get(name);
    if (binding?.kind === 'function') {
      const inputs = node.arguments.map((argument) => this.value(argument));
      return this.emit((to) => ({ op: 'call', to, callee: binding.index, inputs }));
    }
    if (binding?.kind === 'intrinsic') return this.intrinsic(binding.name, node);
    throw new ProgramError(`call of an unknown function ${name}`);
  }

  private intrinsic(name: string, node: acorn.CallExpression): number {
    const inputs = node.arguments.map((argument) => this.value(argument));
    const position = node.start;
    if (IGNORED.has(name)) return this.constant(0);
    if ((ACCESSES as readonly string[]).includes(name)) {
      const half = this.afterWindow ? 2 : 0;
      this.afterWindow = false;
      return this.emit((to) => ({ op: 'access', to, access: name as Access, inputs, position, half }));
    }
    switch (name) {
      case 'window':
        this.markWindow();
        return this.constant(0);
      case 'observe':
      case 'peek':
        return this.emit((to) => ({ op: name, to, address: inputs[0] as number }));
      case 'poke':
        this.code.push({ op: 'poke', address: inputs[0] as number, from: inputs[1] as number });
        return this.constant(0);
      case 'choose':
        return this.emit((to) => ({ op: 'choose', to, outcomes: inputs[0] as number, position }));
      case 'report':
        this.code.push({ op: 'report', inputs, position });
        return this.constant(0);
      default:
        throw new ProgramError(`${name}() cannot be part of what is checked`);
    }
  }

  /** A window stands between the two steps of a put: the access before it is step 1, the one after it step 2. */
  private markWindow(): void {
    const step1 = this.code.findLast(({ op }) => op === 'access');
    if (step1?.op === 'access') step1.half = 1;
    this.afterWindow = true;
  }

  // Names.

  private declare(name: string): number {
    const register = this.registers++;
    this.scopes.at(-1)?.set(name, register);
    return register;
  }

  private local(name: string): number | undefined {
    return this.scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  private read(node: acorn.Identifier): number {
    const local = this.local(node.name);
    if (local !== undefined) return local;
    const binding = this.bindings.get(node.name);
    if (binding?.kind !== 'global') throw new ProgramError(`unknown name ${node.name}`);
    return this.emit((to) => ({ op: 'readGlobal', to, global: binding.index }));
  }

  private write(name: string, from: number): number {
    const to = this.local(name);
    const binding = this.bindings.get(name);
    if (to !== undefined) this.code.push({ op: 'copy', to, from });
    else if (binding?.kind === 'global') this.code.push({ op: 'writeGlobal', global: binding.index, from });
    else throw new ProgramError(`unknown name ${name}`);
    return to ?? from;
  }

  // Emission.

  private emit(make: (to: number) => Instruction): number {
    const to = this.registers++;
    this.code.push(make(to));
    return to;
  }

  private constant(value: number): number {
    return this.emit((to) => ({ op: 'constant', to, value }));
  }

  private jump(): number {
    return this.code.push({ op: 'jump', target: -1 }) - 1;
  }

  private unless(condition: number): number {
    return this.code.push({ op: 'unless', condition, target: -1 }) - 1;
  }

  /** The jump at `place` goes to what is emitted next. */
  private land(place: number): void {
    (this.code[place] as { target: number }).target = this.code.length;
  }
}

function identifier(node: acorn.Node): string {
  if (node.type !== 'Identifier') throw unsupported(node);
  return (node as acorn.Identifier).name;
}

function unsupported(node: acorn.Node): ProgramError {
  return new ProgramError(`${node.type} at offset ${node.start} is not part of the portable subset`);
}
