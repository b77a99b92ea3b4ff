// One function of the bundle to instructions. What it accepts is the portable subset; anything else is an error.

import type * as acorn from 'acorn';
import { identifier, unsupported } from './emitter.js';
import type { FunctionBody } from './instructions.js';
import { ExpressionLowering } from './lower-expression.js';

interface Loop {
  readonly breaks: number[];
  /** Absent for a switch. */
  readonly continues?: number[];
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
    const loop = { breaks: [] as number[], continues: [] as number[] };
    const start = this.code.length;
    if (test) loop.breaks.push(this.unless(this.value(test)));
    this.#loops.push(loop);
    this.#statement(body);
    this.#loops.pop();
    for (const place of loop.continues) this.land(place);
    if (update) this.value(update);
    this.code.push({ op: 'jump', target: start });
    for (const place of loop.breaks) this.land(place);
  }

  #choice(node: acorn.SwitchStatement): void {
    const subject = this.value(node.discriminant);
    const loop: Loop = { breaks: [] };
    const entries = node.cases.map(({ test }) => {
      if (!test) return -1;
      const right = this.value(test);
      const equal = this.emit((to) => ({ op: 'binary', to, operator: '!==', left: subject, right }));
      return this.unless(equal);
    });
    const toDefault = this.jump();
    this.#loops.push(loop);
    this.scopes.push(new Map());
    let hasDefault = false;
    node.cases.forEach(({ consequent }, index) => {
      const entry = entries[index] as number;
      if (entry < 0) hasDefault = true;
      this.land(entry < 0 ? toDefault : entry);
      for (const statement of consequent) this.#statement(statement);
    });
    this.scopes.pop();
    this.#loops.pop();
    if (!hasDefault) this.land(toDefault);
    for (const place of loop.breaks) this.land(place);
  }

  #leave(places: number[] | undefined, node: acorn.Node): void {
    if (!places) throw unsupported(node);
    places.push(this.jump());
  }
}
