// Functions of portable files: their signatures and their statements, checked as the expressions in them are.

import type { AnyNode, FunctionDeclaration, Pattern, SwitchCase, VariableDeclaration } from 'acorn';
import { ExpressionChecker } from './expression-checker.js';
import type { Case, Expression, Local, ResultType, Statement, ValueType } from './portable-module.js';
import { FUNCTIONS, refusalOf } from './refusals.js';

/** The types of a function as it declares them. */
export interface Signature {
  readonly parameters: readonly Local[];
  readonly returns: ResultType;
}

/** Syntax with a type, for which acorn has none. */
interface Typed {
  readonly typeAnnotation?: { readonly typeAnnotation: AnyNode };
  readonly returnType?: { readonly typeAnnotation: AnyNode };
  readonly typeParameters?: AnyNode;
  readonly optional?: boolean;
}

type Complain = (at: number, message: string) => void;

/** The signature of `node`. A type that is missing or refused is told, and taken for i32. */
export function signatureOf(node: FunctionDeclaration, complain: Complain): Signature {
  const { typeParameters, returnType } = node as Typed;
  if (typeParameters) complain(typeParameters.start, `a type parameter: ${FUNCTIONS}`);
  if (node.async || node.generator) complain(node.start, `an asynchronous function or a generator: ${FUNCTIONS}`);
  const parameters = node.params.map((parameter): Local => {
    if (parameter.type !== 'Identifier') {
      complain(parameter.start, refusalOf(parameter) ?? 'no parameter');
      return { name: '', type: 'i32' };
    }
    if ((parameter as Typed).optional)
      complain(parameter.start, refusalOf({ type: 'AssignmentPattern' } as AnyNode) ?? '');
    return {
      name: parameter.name,
      type: valueType(parameter as Typed, parameter.start + parameter.name.length, complain),
    };
  });
  return { parameters, returns: typeIn(returnType?.typeAnnotation, node.body?.start ?? node.end, complain) ?? 'i32' };
}

/** The type that a variable or parameter must have, and does not have to be void. */
function valueType(node: Typed, end: number, complain: Complain): ValueType {
  const type = typeIn(node.typeAnnotation?.typeAnnotation, end, complain) ?? 'i32';
  if (type !== 'void') return type;
  complain(end, 'the type void: a variable is i32 or boolean');
  return 'i32';
}

/** The type that a variable is declared with; undefined: none. */
function declaredType(node: Pattern, complain: Complain): ValueType | undefined {
  return (node as Typed).typeAnnotation ? valueType(node as Typed, node.end, complain) : undefined;
}

function typeIn(node: AnyNode | undefined, at: number, complain: Complain): ResultType | undefined {
  const { type, typeName } = (node ?? {}) as { readonly type?: string; readonly typeName?: { readonly name?: string } };
  if (type === 'TSTypeReference' && typeName?.name === 'i32') return 'i32';
  if (type === 'TSBooleanKeyword') return 'boolean';
  if (type === 'TSVoidKeyword') return 'void';
  const said = node ? (typeName?.name ?? type?.replace(/^TS|Keyword$/g, '').toLowerCase()) : 'that is missing here';
  complain(node?.start ?? at, `the type ${said}: write i32, boolean or void`);
  return undefined;
}

export class FunctionChecker extends ExpressionChecker {
  #returns: ResultType = 'void';
  /** The statements around that `break` leaves. */
  readonly #enclosing: ('loop' | 'switch')[] = [];

  /** The body of a function with `signature`. */
  body(node: FunctionDeclaration, { parameters, returns }: Signature): Statement[] {
    this.#returns = returns;
    const body = this.#scoped([], () => {
      for (const parameter of parameters) this.scopes[0]?.locals.set(parameter.name, parameter);
      return this.#block(node.body.body);
    });
    if (returns !== 'void' && canEnd(body)) {
      this.context.complain(
        node.body.end - 1,
        `${node.id.name}() may end without a value: write return behind the last statement`,
      );
    }
    return body;
  }

  /** The first value of a variable of the file, and its type. */
  initial(node: Pattern, init: AnyNode): { readonly type: ValueType; readonly value: Expression } {
    const type = declaredType(node, this.context.complain);
    const value = type ? this.typed(init, type, `for ${(node as { name?: string }).name}`) : this.value(init);
    return { type: type ?? (value.type as ValueType), value };
  }

  #scoped<T>(declaring: readonly AnyNode[], check: () => T): T {
    const names = declaring.flatMap((node) => (node.type === 'VariableDeclaration' ? node.declarations : []));
    const declaredBelow = names.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    this.scopes.push({ locals: new Map(), declaredBelow: new Set(declaredBelow) });
    try {
      return check();
    } finally {
      this.scopes.pop();
    }
  }

  #block(nodes: readonly AnyNode[]): Statement[] {
    return this.#scoped(nodes, () => nodes.flatMap((node) => this.#statement(node)));
  }

  /** The statements of a branch or a loop, with or without braces. */
  #branch(node: AnyNode | null | undefined): Statement[] {
    if (!node) return [];
    return this.#block(node.type === 'BlockStatement' ? node.body : [node]);
  }

  #statement(node: AnyNode): Statement[] {
    const at = this.context.positionOf(node.start);
    const refused = refusalOf(node);
    if (refused !== undefined) {
      this.complain(node, refused);
      return [];
    }
    switch (node.type) {
      case 'EmptyStatement':
        return [];
      case 'BlockStatement':
        return [{ kind: 'block', at, body: this.#block(node.body) }];
      case 'ExpressionStatement':
        return [{ kind: 'expression', at, expression: this.effect(node.expression) }];
      case 'VariableDeclaration':
        return this.#declarations(node);
      case 'ReturnStatement':
        return [{ kind: 'return', at, value: this.#returned(node, node.argument) }];
      case 'IfStatement': {
        const test = this.value(node.test);
        const [consequent, alternate] = [this.#branch(node.consequent), this.#branch(node.alternate)];
        if (test.kind !== 'constant') return [{ kind: 'if', at, test, consequent, alternate }];
        return [{ kind: 'block', at, body: test.value === 0 ? alternate : consequent }];
      }
      case 'WhileStatement': {
        const test = this.value(node.test);
        return [{ kind: 'loop', at, test, update: undefined, body: this.#loopBody(node.body) }];
      }
      case 'ForStatement':
        return this.#for(node, at);
      case 'SwitchStatement':
        return [this.#switch(node.discriminant, node.cases, at)];
      case 'BreakStatement':
      case 'ContinueStatement': {
        const kind = node.type === 'BreakStatement' ? 'break' : 'continue';
        if (!this.#enclosing.some((one) => one === 'loop' || kind === 'break'))
          this.complain(node, `${kind} outside of a loop`);
        return [{ kind, at }];
      }
      default:
        this.complain(node, `syntax: ${node.type} is not part of the portable subset`);
        return [];
    }
  }

  #declarations({ declarations, kind }: VariableDeclaration): Statement[] {
    return declarations.flatMap((node): Statement[] => {
      const { id, init } = node;
      if (id.type !== 'Identifier') {
        this.complain(id, refusalOf(id) ?? 'no name');
        return [];
      }
      if (!init) {
        const type = declaredType(id, this.context.complain) ?? 'i32';
        this.complain(id, `${id.name} has no value: write \`= ${type === 'boolean' ? 'false' : '0'}\``);
        this.declare(id.name, type, false);
        return [];
      }
      const { type, value } = this.initial(id, init);
      return [
        {
          kind: 'declare',
          at: this.context.positionOf(node.start),
          local: this.declare(id.name, type, kind === 'const'),
          value,
        },
      ];
    });
  }

  #returned(node: AnyNode, argument: AnyNode | null | undefined): Expression | undefined {
    if (!argument) {
      if (this.#returns !== 'void') this.complain(node, `return without a value: ${this.#returns} is asked for`);
      return undefined;
    }
    if (this.#returns !== 'void') return this.typed(argument, this.#returns, 'as the result');
    this.complain(argument, 'a value that nobody asked for: the function returns void');
    return undefined;
  }

  #loopBody(node: AnyNode): Statement[] {
    this.#enclosing.push('loop');
    const body = this.#branch(node);
    this.#enclosing.pop();
    return body;
  }

  #for(node: AnyNode & { type: 'ForStatement' }, at: number): Statement[] {
    const { init, test, update, body } = node;
    const check = (): Statement[] => {
      const first: Statement[] =
        init?.type === 'VariableDeclaration'
          ? this.#statement(init)
          : init
            ? [{ kind: 'expression', at: this.context.positionOf(init.start), expression: this.effect(init) }]
            : [];
      const condition = test ? this.value(test) : undefined;
      const next = update ? this.effect(update) : undefined;
      return [...first, { kind: 'loop', at, test: condition, update: next, body: this.#loopBody(body) }];
    };
    return [{ kind: 'block', at, body: this.#scoped(init ? [init] : [], check) }];
  }

  #switch(discriminant: AnyNode, nodes: readonly SwitchCase[], at: number): Statement {
    const subject = this.value(discriminant);
    this.#enclosing.push('switch');
    // All cases are one scope, but a case that is jumped to finds no variable of another one.
    const statements = nodes.flatMap(({ consequent }) => consequent);
    const cases = nodes.map(
      ({ test, consequent }): Case => ({
        test: test ? this.typed(test, subject.type, 'as the subject of the switch') : undefined,
        body: this.#scoped(statements, () => consequent.flatMap((node) => this.#statement(node))),
      }),
    );
    this.#enclosing.pop();
    return { kind: 'switch', at, subject, cases };
  }
}

/** Returns whether the end of `body` may be reached. */
export function canEnd(body: readonly Statement[]): boolean {
  return body.every((statement) => {
    switch (statement.kind) {
      case 'return':
      case 'break':
      case 'continue':
        return false;
      case 'block':
        return canEnd(statement.body);
      case 'if':
        return canEnd(statement.consequent) || canEnd(statement.alternate);
      case 'loop': {
        const { test, body: inner } = statement;
        const isEndless = test === undefined || (test.kind === 'constant' && test.value !== 0);
        return !isEndless || breaks(inner);
      }
      case 'switch': {
        const { cases } = statement;
        const last = cases.at(-1);
        return !cases.some(({ test }) => !test) || cases.some((one) => breaks(one.body)) || !last || canEnd(last.body);
      }
      default:
        return true;
    }
  });
}

/** Returns whether a `break` in `body` leaves the statement around it. */
function breaks(body: readonly Statement[]): boolean {
  return body.some((statement) => {
    if (statement.kind === 'break') return true;
    if (statement.kind === 'block') return breaks(statement.body);
    return statement.kind === 'if' && (breaks(statement.consequent) || breaks(statement.alternate));
  });
}
