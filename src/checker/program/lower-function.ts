// Lowers one function of the bundle to instructions. The statements that it accepts are the portable subset.

import type * as acorn from 'acorn';
import { identifier, unsupported } from './emitter.js';
import type { FunctionBody, Jump } from './instructions.js';
import { ExpressionLowering } from './lower-expression.js';

/** A statement that `break` leaves: a loop or a switch. */
interface Loop {
  readonly breaks: Jump[];
  /** Absent for a switch. */
  readonly continues?: Jump[];
}

export class FunctionLowering extends ExpressionLowering {
  readonly #loops: Loop[] = [];

  lower(name: string, parameters: readonly acorn.Pattern[], body: acorn.BlockStatement): FunctionBody {
    for (const parameter of parameters) this.declare(identifier(parameter));
    this.from(body, () => {
      this.#block(body.body);
      this.code.push({ op: 'return', from: this.constant(0) });
    });
    const { registers, code, positions } = this;
    return { name, parameters: parameters.length, registers, code, positions };
  }

  /** Lowers the initial values of globals to one function that assigns them. */
  lowerInitializers(initializers: readonly { global: number; value: acorn.Expression | number }[]): FunctionBody {
    for (const { global, value } of initializers) {
      const from = typeof value === 'number' ? this.constant(value) : this.value(value);
      this.code.push({ op: 'writeGlobal', global, from });
    }
    this.code.push({ op: 'return', from: this.constant(0) });
    return { name: '(module)', parameters: 0, registers: this.registers, code: this.code };
  }

  #block(statements: readonly acorn.Statement[]): void {
    this.scopes.push(new Map());
    for (const statement of statements) this.#statement(statement);
    this.scopes.pop();
  }

  #statement(node: acorn.Statement): void {
    this.from(node, () => this.#lower(node));
  }

  #lower(node: acorn.Statement): void {
    switch (node.type) {
      case 'BlockStatement':
        this.#block(node.body);
        return;
      case 'EmptyStatement':
        return;
      case 'ExpressionStatement':
        this.value(node.expression);
        return;
      case 'VariableDeclaration':
        this.#declaration(node);
        return;
      case 'ReturnStatement':
        this.code.push({ op: 'return', from: node.argument ? this.value(node.argument) : this.constant(0) });
        return;
      case 'IfStatement':
        this.ifElse(
          node.test,
          () => this.#statement(node.consequent),
          node.alternate ? () => this.#statement(node.alternate as acorn.Statement) : undefined,
        );
        return;
      case 'WhileStatement':
        this.#loop(node.test, undefined, node.body);
        return;
      case 'ForStatement':
        this.scopes.push(new Map());
        if (node.init?.type === 'VariableDeclaration') this.#declaration(node.init);
        else if (node.init) this.value(node.init);
        this.#loop(node.test ?? undefined, node.update ?? undefined, node.body);
        this.scopes.pop();
        return;
      case 'SwitchStatement':
        this.#switch(node);
        return;
      case 'BreakStatement':
        this.#jumpOut(this.#loops.at(-1)?.breaks, node);
        return;
      case 'ContinueStatement':
        this.#jumpOut(this.#loops.findLast(({ continues }) => continues)?.continues, node);
        return;
      default:
        throw unsupported(node);
    }
  }

  #declaration(node: acorn.VariableDeclaration): void {
    for (const { id, init } of node.declarations) {
      const from = init ? this.value(init) : this.constant(0);
      this.code.push({ op: 'copy', to: this.declare(identifier(id)), from });
    }
  }

  #loop(test: acorn.Expression | undefined, update: acorn.Expression | undefined, body: acorn.Statement): void {
    const loop: Required<Loop> = { breaks: [], continues: [] };
    const start = this.code.length;
    if (test) loop.breaks.push(this.jumpIfZero(this.value(test)));
    this.#loops.push(loop);
    this.#statement(body);
    this.#loops.pop();
    for (const jump of loop.continues) this.patch(jump);
    if (update) this.value(update);
    this.code.push({ op: 'jump', target: start });
    for (const jump of loop.breaks) this.patch(jump);
  }

  #switch(node: acorn.SwitchStatement): void {
    const subject = this.value(node.discriminant);
    const loop: Loop = { breaks: [] };
    const cases = node.cases.map(({ test, consequent }) => ({
      entry: test && this.#jumpIfEqual(subject, test),
      consequent,
    }));
    const toDefault = this.jump();
    this.#loops.push(loop);
    this.scopes.push(new Map());
    for (const { entry, consequent } of cases) {
      this.patch(entry ?? toDefault);
      for (const statement of consequent) this.#statement(statement);
    }
    this.scopes.pop();
    this.#loops.pop();
    if (node.cases.every(({ test }) => test)) this.patch(toDefault);
    for (const jump of loop.breaks) this.patch(jump);
  }

  /** A jump that is taken when register `subject` and the value of `test` are equal. */
  #jumpIfEqual(subject: number, test: acorn.Expression): Jump {
    const right = this.value(test);
    return this.jumpIfZero(this.emit((to) => ({ op: 'binary', to, operator: '!==', left: subject, right })));
  }

  #jumpOut(jumps: Jump[] | undefined, node: acorn.Node): void {
    if (!jumps) throw unsupported(node);
    jumps.push(this.jump());
  }
}
