// Expressions of portable files: names resolved, types checked, constants folded. The rule of types is TypeScript's, with
// one type of number: a boolean is no integer, and an integer no boolean, except that a condition may be of either.

import type { AnyNode, CallExpression, Identifier, MemberExpression, Pattern } from 'acorn';
import type { BinaryOperator } from './compute-i32.js';
import { folded } from './constants.js';
import type { Callable, Expression, Local, ResultType, ValueType, Variable } from './portable-module.js';
import { refusalOf } from './refusals.js';
import { childrenOf } from './syntax.js';

/** All that a file exports, under one name. */
export interface Namespace {
  readonly kind: 'namespace';
  member(name: string): Callable | Variable | undefined;
}

export type Meaning = Callable | Variable | Namespace;

/** A checker's view of the file around a function. */
export interface UnitContext {
  /** The meaning of a name of the file, or of another one that it imports. */
  meaningOf(name: string, at: number): Meaning | undefined;
  /** Returns whether the file itself declares `variable`, so that it may assign to it. */
  declares(variable: Variable): boolean;
  complain(at: number, message: string): void;
  /** Position in the sources of an offset in the file. */
  positionOf(at: number): number;
  asserted(call: CallExpression, condition: AnyNode, number: number): void;
}

interface Scope {
  readonly locals: Map<string, Local>;
  /** Names that a statement further down declares. */
  readonly declaredBelow: Set<string>;
}

const ARITHMETIC: ReadonlySet<string> = new Set('+ - * / % << >> >>>'.split(' '));
const BITWISE: ReadonlySet<string> = new Set('& | ^'.split(' '));
const RELATIONS: ReadonlySet<string> = new Set('< <= > >='.split(' '));
const EQUALITIES: ReadonlySet<string> = new Set('=== !=='.split(' '));

const BOOLEAN_ARITHMETIC = 'arithmetic on a boolean: write `condition ? 1 : 0`';
const LARGEST = 2 ** 31 - 1;

/** Accesses to memory that the condition of an assert() must not make. */
const ACCESSES: ReadonlySet<string> = new Set(
  'load store fetchAdd fetchSub fetchOr exchange compareExchange observe glance'.split(' '),
);

export class ExpressionChecker {
  protected readonly scopes: Scope[] = [];
  readonly #constants = new Set<Local>();

  constructor(protected readonly context: UnitContext) {}

  protected complain(node: AnyNode, message: string): void {
    this.context.complain(node.start, message);
  }

  /** An expression whose value is used. */
  value(node: AnyNode): Expression {
    const expression = this.#checked(node);
    if (expression.type !== 'void') return expression;
    this.complain(node, `${calledIn(node)}() returns nothing: it has no value to use`);
    return this.#unknown(node);
  }

  /** A value that must be of `type`. `what`: that is asked for it. */
  protected typed(node: AnyNode, type: ResultType, what: string): Expression {
    const expression = this.value(node);
    const isKnown = !this.#unknowns.has(expression);
    if (isKnown && expression.type !== type && type !== 'void')
      this.complain(node, mismatch(expression.type, type, what));
    return expression;
  }

  /** An expression whose value nobody uses. */
  protected effect(node: AnyNode): Expression {
    if (node.type !== 'UpdateExpression') return this.#checked(node);
    return this.#update(node, true);
  }

  // An expression that was refused has no type: nothing more is said of what it is part of.
  readonly #unknowns = new WeakSet<Expression>();

  #unknown(node: AnyNode): Expression {
    const expression: Expression = { kind: 'constant', at: this.#at(node), type: 'i32', value: 0 };
    this.#unknowns.add(expression);
    return expression;
  }

  #refused(node: AnyNode, message: string): Expression {
    this.complain(node, message);
    return this.#unknown(node);
  }

  #at(node: AnyNode): number {
    return this.context.positionOf(node.start);
  }

  #checked(node: AnyNode): Expression {
    const refused = refusalOf(node);
    if (refused !== undefined && !(node.type === 'MemberExpression' && this.#namespace(node))) {
      return this.#refused(node, refused);
    }
    const at = this.#at(node);
    switch (node.type) {
      case 'Literal':
        return this.#literal(node, Number(node.value));
      case 'Identifier':
        return this.#named(node);
      case 'MemberExpression':
        return this.#meant(node, this.#member(node));
      case 'UnaryExpression':
        return this.#unary(node.operator, node, node.argument);
      case 'BinaryExpression':
        return this.#binary(node, node.operator, this.value(node.left), this.value(node.right));
      case 'LogicalExpression': {
        const [left, right] = [this.value(node.left), this.value(node.right)];
        const type = left.type === 'boolean' && right.type === 'boolean' ? 'boolean' : 'i32';
        return { kind: 'logical', at, type, operator: node.operator as '&&' | '||', left, right };
      }
      case 'ConditionalExpression': {
        const test = this.value(node.test);
        const consequent = this.value(node.consequent);
        const alternate = this.typed(node.alternate, consequent.type, 'as in front of the colon');
        return folded({ kind: 'conditional', at, type: consequent.type, test, consequent, alternate });
      }
      case 'AssignmentExpression':
        return this.#assignment(node);
      case 'UpdateExpression':
        return this.#update(node, node.prefix);
      case 'CallExpression':
        return this.#call(node);
      default:
        return this.#refused(node, `syntax: ${node.type} is not part of the portable subset`);
    }
  }

  #literal(node: AnyNode & { readonly raw?: string; readonly value?: unknown }, value: number): Expression {
    if (value > LARGEST) {
      const same = value < 2 ** 32 ? `: write ${value | 0}, which has the same bits` : '';
      return this.#refused(node, `a number beyond the signed 32-bit integers${same}`);
    }
    return { kind: 'constant', at: this.#at(node), type: typeof node.value === 'boolean' ? 'boolean' : 'i32', value };
  }

  // Names.

  #local({ name, start }: Identifier): Local | undefined {
    for (const { locals, declaredBelow } of [...this.scopes].reverse()) {
      if (declaredBelow.has(name)) {
        this.context.complain(start, `${name} is used above its declaration: move that up`);
        return { name, type: 'i32' };
      }
      const local = locals.get(name);
      if (local) return local;
    }
    return undefined;
  }

  #meaning(node: Identifier): Meaning | undefined {
    const meaning = this.context.meaningOf(node.name, node.start);
    if (!meaning) this.complain(node, `${node.name} is not known here: import it, or declare it`);
    return meaning;
  }

  #namespace(node: MemberExpression): Namespace | undefined {
    const { object } = node;
    if (node.computed || object.type !== 'Identifier') return undefined;
    if (this.scopes.some(({ locals }) => locals.has(object.name))) return undefined;
    const meaning = this.context.meaningOf(object.name, object.start);
    return meaning?.kind === 'namespace' ? meaning : undefined;
  }

  #member(node: MemberExpression): Meaning | undefined {
    const name = (node.property as Identifier).name;
    const member = this.#namespace(node)?.member(name);
    if (!member) this.complain(node, `there is no ${name} in ${(node.object as Identifier).name}`);
    return member;
  }

  #named(node: Identifier): Expression {
    const local = this.#local(node);
    return local ? this.#read(node, local) : this.#meant(node, this.#meaning(node));
  }

  #meant(node: AnyNode, meaning: Meaning | undefined): Expression {
    const at = this.#at(node);
    if (!meaning) return this.#unknown(node);
    if (meaning.kind === 'variable') {
      const { type, initial: value } = meaning;
      if (meaning.isConstant) return { kind: 'constant', at, type, value, variable: meaning };
      return { kind: 'variable', at, type, variable: meaning };
    }
    if (meaning.kind === 'namespace') return this.#refused(node, 'a namespace as a value: name what it exports');
    return this.#refused(node, `${meaning.name} is a function, and no value: call it, as in ${meaning.name}(...)`);
  }

  /** Declares a variable of the scope. */
  protected declare(name: string, type: ValueType, isConstant: boolean): Local {
    const local: Local = { name, type };
    const scope = this.scopes.at(-1);
    scope?.locals.set(name, local);
    scope?.declaredBelow.delete(name);
    if (isConstant) this.#constants.add(local);
    return local;
  }

  // Operators.

  #unary(operator: string, node: AnyNode, argument: AnyNode): Expression {
    const at = this.#at(node);
    if (
      operator === '-' &&
      argument.type === 'Literal' &&
      argument.value === LARGEST + 1 &&
      argument.start === node.start + 1
    ) {
      return { kind: 'constant', at, type: 'i32', value: -LARGEST - 1 };
    }
    const operand = this.value(argument);
    if (operator === '!') return folded({ kind: 'unary', at, type: 'boolean', operator, operand });
    if (operand.type === 'boolean') return this.#refused(node, BOOLEAN_ARITHMETIC);
    if (operator === '+') return operand;
    return folded({ kind: 'unary', at, type: 'i32', operator: operator as '-' | '~', operand });
  }

  #binary(node: AnyNode, operator: string, left: Expression, right: Expression): Expression {
    const isKnown = !this.#unknowns.has(left) && !this.#unknowns.has(right);
    const wrong = isKnown ? wrongOperands(operator, left.type, right.type) : undefined;
    if (wrong !== undefined) return this.#refused(node, wrong);
    const compares = RELATIONS.has(operator) || EQUALITIES.has(operator);
    const type = compares ? 'boolean' : left.type;
    return folded({ kind: 'binary', at: this.#at(node), type, operator: operator as BinaryOperator, left, right });
  }

  // Assignments.

  #assignment(
    node: AnyNode & { readonly operator: string; readonly left: Pattern; readonly right: AnyNode },
  ): Expression {
    const target = this.#target(node.left);
    const operator = node.operator.slice(0, -1);
    if (!target) {
      this.value(node.right);
      return this.#unknown(node);
    }
    const value =
      operator === ''
        ? this.typed(node.right, target.type, `for ${target.name}`)
        : this.#binary(node, operator, this.#read(node.left, target), this.value(node.right));
    return { kind: 'assign', at: this.#at(node), type: target.type, target, value };
  }

  /** `x++` and so on. `isAfter`: the value after is yielded, or none. */
  #update(node: AnyNode & { readonly operator?: string; readonly argument?: unknown }, isAfter: boolean): Expression {
    const argument = node.argument as AnyNode;
    const target = this.#target(argument);
    if (!target) return this.#unknown(node);
    if (target.type === 'boolean') return this.#refused(node, BOOLEAN_ARITHMETIC);
    const at = this.#at(node);
    const one: Expression = { kind: 'constant', at, type: 'i32', value: 1 };
    const operator = node.operator === '++' ? '+' : '-';
    const value: Expression = {
      kind: 'binary',
      at,
      type: 'i32',
      operator,
      left: this.#read(argument, target),
      right: one,
    };
    return { kind: isAfter ? 'assign' : 'postfix', at, type: 'i32', target, value };
  }

  #read(node: AnyNode, target: Local | Variable): Expression {
    const at = this.#at(node);
    if ('kind' in target) return { kind: 'variable', at, type: target.type, variable: target };
    return { kind: 'local', at, type: target.type, local: target };
  }

  /** The variable that an assignment to `node` changes. */
  #target(node: AnyNode): Local | Variable | undefined {
    if (node.type !== 'Identifier') {
      this.complain(node, refusalOf(node) ?? 'an assignment to no variable');
      return undefined;
    }
    const local = this.#local(node);
    if (local && !this.#constants.has(local)) return local;
    const meaning = local ? undefined : this.#meaning(node);
    const constant = `${node.name} is a constant: declare it with let, or assign to another variable`;
    if (local) this.complain(node, constant);
    if (!meaning) return undefined;
    if (meaning.kind !== 'variable') {
      this.complain(node, `an assignment to the ${meaning.kind} ${node.name}: assign to a variable`);
    } else if (!this.context.declares(meaning)) {
      this.complain(node, `an assignment to ${node.name} of another file: export a function there that assigns`);
    } else if (meaning.isConstant) {
      this.complain(node, constant);
    } else {
      return meaning;
    }
    return undefined;
  }

  // Calls.

  #call(node: CallExpression): Expression {
    const { callee } = node;
    if (callee.type !== 'Identifier' && !(callee.type === 'MemberExpression' && this.#namespace(callee))) {
      const refused = callee.type === 'Super' ? 'super' : refusalOf(callee);
      return this.#refused(callee, refused ?? 'a call of a value: call a function by its name');
    }
    const local = callee.type === 'Identifier' ? this.#local(callee) : undefined;
    const meaning = local ? undefined : callee.type === 'Identifier' ? this.#meaning(callee) : this.#member(callee);
    if (!meaning && !local) {
      for (const argument of node.arguments) this.value(argument);
      return this.#unknown(node);
    }
    if (!meaning || meaning.kind === 'variable' || meaning.kind === 'namespace') {
      return this.#refused(node, `${textName(callee)} is no function: call one by its name`);
    }
    if (node.optional) return this.#refused(node, 'a property: call an imported function');
    const types = meaning.parameters.map((one) => (typeof one === 'string' ? one : one.type));
    if (types.length !== node.arguments.length) {
      const [wanted, given] = [types.length, node.arguments.length];
      return this.#refused(node, `${meaning.name}() takes ${wanted} argument${wanted === 1 ? '' : 's'}, not ${given}`);
    }
    if (meaning.name === 'assert' && isProbe(meaning)) this.#assertion(node);
    const inputs = node.arguments.map((argument, index) =>
      this.typed(argument, types[index] as ValueType, `as argument ${index + 1} of ${meaning.name}()`),
    );
    return { kind: 'call', at: this.#at(node), type: meaning.returns, callee: meaning, inputs };
  }

  /** A broken assertion is told by its number; its condition is left out where speed is measured. */
  #assertion(node: CallExpression): void {
    const [condition, number] = node.arguments as [AnyNode, AnyNode];
    const access = callsIn(condition).find((name) => ACCESSES.has(name));
    if (access !== undefined) {
      this.complain(node, `${access}() in the condition of assert(): access memory before, and compare what was found`);
    } else if (number.type !== 'Literal' || typeof number.value !== 'number') {
      this.complain(node, 'assert() without a number: give each of a file its own, as in assert(count > 0, 1)');
    } else {
      this.context.asserted(node, condition, number.value);
    }
  }
}

/** Returns whether `callee` is of runtime/probes.ts, or of one of the files that stand for it. */
function isProbe(callee: Callable): boolean {
  return callee.kind === 'intrinsic' || /[\\/]runtime[\\/]probes[.\w]*\.ts$/.test(callee.file.path);
}

function callsIn(node: AnyNode): string[] {
  const below = childrenOf(node).flatMap(callsIn);
  return node.type === 'CallExpression' ? [textName(node.callee), ...below] : below;
}

function calledIn(node: AnyNode): string {
  return node.type === 'CallExpression' ? textName(node.callee) : 'the call';
}

function textName(node: AnyNode): string {
  if (node.type === 'MemberExpression') return textName(node.property);
  return node.type === 'Identifier' ? node.name : 'the callee';
}

function wrongOperands(operator: string, left: ResultType, right: ResultType): string | undefined {
  const booleans = [left, right].filter((type) => type === 'boolean').length;
  if (booleans === 0) return undefined;
  if (ARITHMETIC.has(operator)) return BOOLEAN_ARITHMETIC;
  if (RELATIONS.has(operator)) return `${operator} on a boolean: write \`condition ? 1 : 0\``;
  if (booleans === 2 || !(BITWISE.has(operator) || EQUALITIES.has(operator))) return undefined;
  return `${operator} of a boolean and an i32: write \`condition ? 1 : 0\`, or compare the i32 with 0`;
}

export function mismatch(found: ResultType, wanted: ResultType, what: string): string {
  const remedy = wanted === 'boolean' ? 'write `value !== 0`' : 'write `condition ? 1 : 0`';
  return `${found} where ${wanted} is asked for, ${what}: ${remedy}`;
}
