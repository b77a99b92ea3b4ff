// Functions of the portable subset in C, each statement below the line of the source that it comes from.

import type {
  AnyNode,
  ForStatement,
  Identifier,
  Statement,
  SwitchStatement,
  VariableDeclaration,
  WhileStatement,
} from 'acorn';
import type { SourceLine } from '../source-lines.js';
import { type FlatFunction, type ModuleView, unportable } from './module.js';
import type { Names } from './names.js';
import { ExpressionPrinter } from './print-expression.js';

export class FunctionPrinter extends ExpressionPrinter {
  #lines: string[] = [];
  #depth = 0;
  #place = '';

  constructor(
    module: ModuleView,
    names: Names,
    private readonly sourceAt: (offset: number) => SourceLine,
  ) {
    super(module, names);
  }

  /** The first line of a function, without what ends it. */
  head({ name, node, returnsValue }: FlatFunction): string {
    const kernel = this.module.needsKernel(name) ? ['KERNEL'] : [];
    const parameters = [
      ...kernel,
      ...node.params.map((parameter) => `i32 ${this.names.of((parameter as Identifier).name)}`),
    ];
    return `static inline ${returnsValue ? 'i32' : 'void'} ${this.names.of(name)}(${parameters.join(', ') || 'void'})`;
  }

  print(declared: FlatFunction): string {
    this.#lines = [];
    this.#place = '';
    this.#comment(declared.node);
    return this.within(() => {
      for (const parameter of declared.node.params) this.declare((parameter as Identifier).name);
      this.#line(`${this.head(declared)} {`);
      this.#depth++;
      if (this.module.isRecursive(declared.name)) this.#line('go_deeper(SELF);');
      this.#statements(declared.node.body.body);
      if (declared.returnsValue && declared.node.body.body.at(-1)?.type !== 'ReturnStatement') this.#line('return 0;');
      this.#depth--;
      this.#line('}');
      return `${this.#lines.join('\n')}\n`;
    });
  }

  #line(text: string): void {
    this.#lines.push('  '.repeat(this.#depth) + text);
  }

  /** The line of the source that `node` comes from, if it is another one than before. */
  #comment(node: AnyNode): void {
    const { file, line, code } = this.sourceAt(node.start);
    const place = `${file}:${line}`;
    if (place === this.#place) return;
    this.#place = place;
    this.#line(commentOf(`${place}  ${code}`));
  }

  #statements(statements: readonly AnyNode[]): void {
    this.within(() => {
      for (const statement of statements) this.#statement(statement);
    });
  }

  #statement(node: AnyNode): void {
    if (node.type === 'EmptyStatement') return;
    if (node.type !== 'BlockStatement') this.#comment(node);
    switch (node.type) {
      case 'BlockStatement':
        this.#block('{', node, '}');
        return;
      case 'ExpressionStatement':
        this.#line(
          `${node.expression.type === 'CallExpression' ? this.called(node.expression) : this.value(node.expression)};`,
        );
        return;
      case 'VariableDeclaration':
        this.#line(`${this.#declaration(node)};`);
        return;
      case 'ReturnStatement':
        this.#line(node.argument ? `return ${this.value(node.argument)};` : 'return;');
        return;
      case 'IfStatement':
        this.#block(`if (${this.condition(node.test)}) {`, node.consequent, node.alternate ? '} else {' : '}');
        if (node.alternate) this.#block(undefined, node.alternate, '}');
        return;
      case 'WhileStatement':
        this.#loop(node, '', node.test, []);
        return;
      case 'ForStatement':
        this.within(() => {
          const { init, test, update } = node;
          const first = init?.type === 'VariableDeclaration' ? this.#declaration(init) : init ? this.value(init) : '';
          this.#loop(node, first, test ?? undefined, update ? [this.value(update)] : []);
        });
        return;
      case 'SwitchStatement':
        this.#switch(node);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
        if (node.label) throw unportable(node);
        this.#line(node.type === 'BreakStatement' ? 'break;' : 'continue;');
        return;
      default:
        throw unportable(node);
    }
  }

  /** `head`, the statements of `body` a level deeper, `tail`. */
  #block(head: string | undefined, body: AnyNode, tail: string): void {
    if (head !== undefined) this.#line(head);
    this.#depth++;
    this.#statements(body.type === 'BlockStatement' ? body.body : [body as Statement]);
    this.#depth--;
    this.#line(tail);
  }

  /** A declaration of one variable or more. Each first value is evaluated before the next one. */
  #declaration({ declarations }: VariableDeclaration): string {
    const parts = declarations.map(({ id, init }) => {
      const value = init ? this.value(init) : '0';
      return `${this.declare((id as Identifier).name)} = ${value}`;
    });
    return `i32 ${parts.join(', ')}`;
  }

  /** `next`: what comes between two turns. */
  #loop(node: ForStatement | WhileStatement, first: string, test: AnyNode | undefined, next: string[]): void {
    const between = this.module.looksUp(node) ? [...next, 'go_on(SELF)'] : next;
    const head = `for (${first}; ${test ? this.condition(test) : ''}; ${between.join(', ')}) {`;
    this.#block(head.replace(/; \)/, ';)').replace('; ;', ';;'), node.body, '}');
  }

  /** The cases are numbered, since those of C must be constants, and no two of them equal. */
  #switch({ discriminant, cases }: SwitchStatement): void {
    const constant = cases.map(({ test }) => (test ? this.#constant(test) : undefined));
    const known = constant.filter((value) => value !== undefined);
    const plain = new Set(known).size === cases.filter(({ test }) => test).length;
    const tests = cases.flatMap(({ test }, index) => (test ? [`subject == ${this.operand(test)} ? ${index} : `] : []));
    const subject = this.value(discriminant);
    this.#line(plain ? `switch (${subject}) {` : `switch (({ i32 subject = ${subject}; ${tests.join('')}-1; })) {`);
    this.within(() => {
      for (const [index, { test, consequent }] of cases.entries()) {
        this.#line(test ? `case ${plain ? this.value(test) : index}:;` : 'default:;');
        this.#depth++;
        for (const statement of consequent) this.#statement(statement);
        this.#depth--;
      }
    });
    this.#line('}');
  }

  #constant(test: AnyNode): number | undefined {
    if (test.type === 'Identifier') return this.module.constants.get(test.name);
    return test.type === 'Literal' ? Number(test.value) | 0 : undefined;
  }
}

/** Longer lines are cut. */
const COMMENT_CHARACTERS = 150;

/** `text` as a comment of C, which nothing in it can end: it may be a user's. */
export function commentOf(text: string): string {
  const plain = text
    .slice(0, COMMENT_CHARACTERS)
    .replace(/[^ -~]/g, '?')
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *');
  return `/* ${plain} */`;
}
