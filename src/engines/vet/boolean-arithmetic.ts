// Arithmetic on booleans, which is refused. AssemblyScript computes it on one bit (true + true is true), JavaScript on
// numbers (true + true is 2).

import { exportsBehind, pathOf } from './exports.js';
import {
  type Ast,
  type Complaint,
  childrenOf,
  isAst,
  kindOf,
  nameOf,
  operatorOf,
  type Parsed,
  textOf,
} from './syntax.js';

const COMPARISONS = ['<', '<=', '>', '>=', '===', '!==', '==', '!='];
const ARITHMETIC = ['+', '-', '*', '/', '%', '<<', '>>', '>>>'];

/** What is known of the names of a scope: whether each is a boolean, or returns one. */
type Scope = Map<string, boolean>;

/** All arithmetic on booleans in `parsed`. */
export async function booleanArithmetic(parsed: Parsed): Promise<Complaint[]> {
  const scope: Scope = new Map();
  for (const statement of parsed.statements) {
    const specifier = pathOf(statement);
    if (kindOf(statement) !== 'Import' || specifier === undefined) continue;
    const offered = await exportsBehind(specifier, parsed.file);
    for (const node of (statement.declarations ?? []) as Ast[]) {
      scope.set(nameOf(node.name), offered.get(nameOf(node.foreignName))?.type === 'boolean');
    }
  }
  const search = new Search(parsed, scope);
  for (const statement of parsed.statements) search.declareFunction(statement);
  for (const statement of parsed.statements) search.visit(statement);
  return search.complaints;
}

class Search {
  readonly complaints: Complaint[] = [];
  readonly #parsed: Parsed;
  readonly #scopes: Scope[];

  constructor(parsed: Parsed, outer: Scope) {
    this.#parsed = parsed;
    this.#scopes = [outer];
  }

  declareFunction(statement: Ast): void {
    if (kindOf(statement) !== 'FunctionDeclaration') return;
    this.#declare(nameOf(statement.name), this.#isBooleanType((statement.signature as Ast).returnType));
  }

  visit(node: Ast): void {
    switch (kindOf(node)) {
      case 'FunctionDeclaration': {
        const parameters = (node.signature as Ast).parameters as Ast[];
        this.#scoped(() => {
          for (const { name, type } of parameters) this.#declare(nameOf(name), this.#isBooleanType(type));
          if (isAst(node.body)) this.visit(node.body);
        });
        return;
      }
      case 'VariableDeclaration': {
        if (isAst(node.initializer)) this.visit(node.initializer);
        const declared = isAst(node.type) ? this.#isBooleanType(node.type) : this.#isBoolean(node.initializer);
        this.#declare(nameOf(node.name), declared);
        return;
      }
      case 'Block':
      case 'For':
      case 'Switch':
        this.#scoped(() => this.#visitBelow(node));
        return;
      case 'Binary':
        if (this.#isArithmetic(operatorOf(this.#parsed, node))) this.#refuseBooleans(node, [node.left, node.right]);
        break;
      case 'UnaryPrefix':
      case 'UnaryPostfix':
        if (!textOf(this.#parsed, node).startsWith('!')) this.#refuseBooleans(node, [node.operand]);
        break;
    }
    this.#visitBelow(node);
  }

  #visitBelow(node: Ast): void {
    const children = childrenOf(node).sort((one, other) => one.range.start - other.range.start);
    for (const child of children) this.visit(child);
  }

  #scoped(action: () => void): void {
    this.#scopes.push(new Map());
    action();
    this.#scopes.pop();
  }

  #declare(name: string, isBoolean: boolean): void {
    this.#scopes.at(-1)?.set(name, isBoolean);
  }

  #isArithmetic(operator: string): boolean {
    return ARITHMETIC.includes(operator) || (operator.endsWith('=') && ARITHMETIC.includes(operator.slice(0, -1)));
  }

  #refuseBooleans(node: Ast, operands: readonly unknown[]): void {
    if (!operands.some((operand) => this.#isBoolean(operand))) return;
    this.complaints.push({ at: node.range.start, message: 'arithmetic on a boolean: write `condition ? 1 : 0`' });
  }

  #isBooleanType(type: unknown): boolean {
    return isAst(type) && /^bool(ean)?$/.test(textOf(this.#parsed, type).trim());
  }

  #isBoolean(node: unknown): boolean {
    if (!isAst(node)) return false;
    switch (kindOf(node)) {
      case 'True':
      case 'False':
        return true;
      case 'Parenthesized':
        return this.#isBoolean(node.expression);
      case 'UnaryPrefix':
        return textOf(this.#parsed, node).startsWith('!');
      case 'Ternary':
        return this.#isBoolean(node.ifThen) && this.#isBoolean(node.ifElse);
      case 'Call':
        return this.#isBoolean(node.expression);
      case 'Identifier':
        return this.#scopes.findLast((scope) => scope.has(nameOf(node)))?.get(nameOf(node)) ?? false;
      case 'Binary': {
        const operator = operatorOf(this.#parsed, node);
        if (COMPARISONS.includes(operator)) return true;
        if (operator === '=') return this.#isBoolean(node.left);
        return !this.#isArithmetic(operator) && this.#isBoolean(node.left) && this.#isBoolean(node.right);
      }
      default:
        return false;
    }
  }
}
