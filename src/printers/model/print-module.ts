// Prints a module as the program that the checker explores.

import { sourceLines } from '../../front-end/places.js';
import type { Expression, PortableFunction, PortableModule, Statement } from '../../front-end/portable-module.js';
import type { FunctionBody, Jump, Program } from './instructions.js';
import { ExpressionPrinter, type Scope, STAGED } from './print-expression.js';

/** @throws ProgramError for a module that calls what the model does not have */
export function printModel({ exports, functions, variables, assertions, files }: PortableModule): Program {
  const changing = variables.filter(({ isConstant }) => !isConstant);
  const scope: Scope = {
    functions: new Map(functions.map((declared, index) => [declared, index])),
    globals: new Map(changing.map((variable, index) => [variable, STAGED + 1 + index])),
    conditions: new Map(assertions.map(({ at, condition }) => [at, condition])),
    lineOf: sourceLines(files),
  };
  const exportedFunctions = [...exports].flatMap(([name, exported]) =>
    exported.kind === 'function' ? [[name, scope.functions.get(exported) as number] as const] : [],
  );
  return {
    functions: functions.map((declared) => new FunctionPrinter(scope).print(declared)),
    exportedFunctions: new Map(exportedFunctions),
    globals: [{ name: 'staged', initial: 0 }, ...changing.map(({ name, initial }) => ({ name, initial }))],
    files,
  };
}

type Loop = Extract<Statement, { kind: 'loop' }>;
type Switch = Extract<Statement, { kind: 'switch' }>;

/** The jumps out of a loop or a switch. */
interface Exits {
  readonly breaks: Jump[];
  /** Absent for a switch. */
  readonly continues?: Jump[];
}

class FunctionPrinter extends ExpressionPrinter {
  readonly #exits: Exits[] = [];

  print({ name, at, parameters, body }: PortableFunction): FunctionBody {
    for (const parameter of parameters) this.declare(parameter);
    this.from(at, () => {
      this.#statements(body);
      this.push({ op: 'return', from: this.constant(0) });
    });
    const { size: registers, names, code, positions } = this;
    return { name, parameters: parameters.length, registers, names, code, positions };
  }

  #statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.from(statement.at, () => this.#statement(statement));
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'expression':
        this.value(statement.expression);
        break;
      case 'declare': {
        const from = this.value(statement.value);
        this.copy(this.declare(statement.local), from);
        break;
      }
      case 'block':
        this.#statements(statement.body);
        break;
      case 'if': {
        const { test, consequent, alternate } = statement;
        const otherwise = alternate.length > 0 ? () => this.#statements(alternate) : undefined;
        this.branch(this.value(test), () => this.#statements(consequent), otherwise);
        break;
      }
      case 'loop':
        this.#loop(statement);
        break;
      case 'switch':
        this.#switch(statement);
        break;
      case 'break':
        this.#exits.at(-1)?.breaks.push(this.jump());
        break;
      case 'continue':
        this.#exits.findLast(({ continues }) => continues)?.continues?.push(this.jump());
        break;
      case 'return':
        this.push({ op: 'return', from: statement.value ? this.value(statement.value) : this.constant(0) });
        break;
    }
  }

  #loop({ test, update, body }: Loop): void {
    const start = this.code.length;
    const breaks = test ? [this.jumpIfZero(this.value(test))] : [];
    const continues: Jump[] = [];
    this.#exits.push({ breaks, continues });
    this.#statements(body);
    this.#exits.pop();
    this.patch(...continues);
    if (update) this.value(update);
    this.push({ op: 'jump', target: start });
    this.patch(...breaks);
  }

  #switch({ subject, cases }: Switch): void {
    const tests = cases.flatMap(({ test }) => test ?? []);
    const compared = this.keptValue(subject, tests);
    const entries = cases.map(({ test }) => test && this.#jumpIfEqual(compared, test));
    const toDefault = this.jump();
    const breaks: Jump[] = [];
    this.#exits.push({ breaks });
    for (const [index, { body }] of cases.entries()) {
      this.patch(entries[index] ?? toDefault);
      this.#statements(body);
    }
    this.#exits.pop();
    if (tests.length === cases.length) this.patch(toDefault);
    this.patch(...breaks);
  }

  /** A jump that is taken when register `compared` and the value of `test` are equal. */
  #jumpIfEqual(compared: number, test: Expression): Jump {
    return this.jumpIfZero(this.binary('!==', compared, this.value(test)));
  }
}
