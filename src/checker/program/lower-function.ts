// One function of the bundle to instructions. What it accepts is the portable subset; anything else is an error.

import type * as acorn from 'acorn';
import { identifier, unsupported } from './emitter.js';
import type { FunctionBody, Jump } from './instructions.js';
import { ExpressionLowering } from './lower-expression.js';

interface Loop {
  readonly breaks: Jump[];
  /** Absent for a switch. */
  readonly continues?: Jump[];
}

export class FunctionLowering extends ExpressionLowering {
  readonly #loops: Loop[] = [];

  lower(name: string, parameters: readonly acorn.Pattern[], body: acorn.BlockStatement): FunctionBody {
    for (const parameter of parameters) this.declare(identifier(parameter));
    this.#block(body.body);
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

  #block(statements: readonly acorn.Statement[]): void {
    this.scopes.push(new Map());
    for (const statement of statements) this.#statement(statement);
    this.scopes.pop();
  }

  #statement(node: acorn.Statement): void {
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
        this.either(
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
        this.#choice(node);
        return;
      case 'BreakStatement':
        this.#leave(this.#loops.at(-1)?.breaks, node);
        return;
      case 'ContinueStatement':
        this.#leave(this.#loops.findLast(({ continues }) => continues)?.continues, node);
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
    if (test) loop.breaks.push(this.unless(this.value(test)));
    this.#loops.push(loop);
    this.#statement(body);
    this.#loops.pop();
    for (const jump of loop.continues) this.land(jump);
    if (update) this.value(update);
    this.code.push({ op: 'jump', target: start });
    for (const jump of loop.breaks) this.land(jump);
  }

  #choice(node: acorn.SwitchStatement): void {
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
      this.land(entry ?? toDefault);
      for (const statement of consequent) this.#statement(statement);
    }
    this.scopes.pop();
    this.#loops.pop();
    if (node.cases.every(({ test }) => test)) this.land(toDefault);
    for (const jump of loop.breaks) this.land(jump);
  }

  /** A jump that is taken when register `subject` and the value of `test` are equal. */
  #jumpIfEqual(subject: number, test: acorn.Expression): Jump {
    const right = this.value(test);
    return this.unless(this.emit((to) => ({ op: 'binary', to, operator: '!==', left: subject, right })));
  }

  #leave(jumps: Jump[] | undefined, node: acorn.Node): void {
    if (!jumps) throw unsupported(node);
    jumps.push(this.jump());
  }
}
