// Read-side sections of RCU and SRCU in a thread of a litmus test: each rcu_read_lock() has its rcu_read_unlock(), and each
// srcu_read_lock() its srcu_read_unlock() with what it returned, on every way through the thread. Sections may be nested;
// those of SRCU may overlap. The ends of srcu_down_read() may be in other threads.

import { LitmusError } from './error.js';
import { partsOf } from './names.js';
import type { Expression, Located, Statement } from './syntax.js';

interface Section {
  readonly begins: Call;
  /** Of SRCU: the domain, and the register that holds what the beginning returned. */
  readonly index?: string;
}

type Call = Extract<Expression, { kind: 'call' }>;

/** @throws LitmusError with the line of the call that has no partner */
export function checkSections(file: string, body: Statement): void {
  const [left] = after(body, []);
  if (left) fail(`${left.begins.name}() without ${endOf(left.begins)}`, left.begins);

  /** Returns the sections that are open behind the statement, the outermost first. */
  function after(statement: Statement, open: readonly Section[]): readonly Section[] {
    switch (statement.kind) {
      case 'expression':
        return afterExpression(statement.expression, open);
      case 'if': {
        const before = afterExpression(statement.test, open);
        const [yes, no] = [after(statement.yes, before), statement.no ? after(statement.no, before) : before];
        const keys = (all: readonly Section[]): string => all.map(({ index }) => index ?? 'rcu').join();
        if (keys(yes) === keys(no)) return yes;
        return fail(
          'a read-side section begins or ends in one arm of this branch, and not in the other',
          statement.test,
        );
      }
      case 'declare':
        return statement.value ? assigned(statement.name, statement.value, open) : open;
      default:
        return statement.statements.reduce((before, inner) => after(inner, before), open);
    }
  }

  function afterExpression(expression: Expression, open: readonly Section[]): readonly Section[] {
    if (expression.kind === 'assign' && expression.to.kind === 'name') {
      return assigned(expression.to.name, expression.value, open);
    }
    const inner = partsOf(expression).reduce((before, part) => afterExpression(part, before), open);
    if (expression.kind !== 'call') return inner;
    switch (expression.name) {
      case 'rcu_read_lock':
        return [...inner, { begins: expression }];
      case 'rcu_read_unlock':
        return without(inner, expression, undefined);
      case 'srcu_read_unlock':
        return without(inner, expression, indexOf(expression, expression.inputs[1]));
      case 'srcu_read_lock':
        return fail('what srcu_read_lock() returns goes to a register, for srcu_read_unlock()', expression);
      default:
        return inner;
    }
  }

  function assigned(register: string, value: Expression, open: readonly Section[]): readonly Section[] {
    const held = open.find(({ index }) => index?.endsWith(` ${register}`));
    if (held) fail(`"${register}" is assigned to before srcu_read_unlock() has it`, value);
    if (value.kind !== 'call' || value.name !== 'srcu_read_lock') return afterExpression(value, open);
    return [...open, { begins: value, index: indexOf(value, { ...value, kind: 'name', name: register }) }];
  }

  function indexOf({ inputs: [domain] }: Call, register: Expression | undefined): string {
    const name = (of: Expression | undefined): string =>
      of?.kind === 'name' ? of.name : of?.kind === 'address' ? name(of.of) : '';
    return `${name(domain)} ${name(register)}`;
  }

  function without(open: readonly Section[], end: Call, index: string | undefined): readonly Section[] {
    const at = open.findLastIndex((section) => section.index === index);
    if (at < 0) fail(`${end.name}() without ${end.name.replace('unlock', 'lock')}()`, end);
    return open.filter((_, other) => other !== at);
  }

  function fail(reason: string, { line }: Located): never {
    throw new LitmusError(file, line, reason);
  }
}

function endOf({ name }: Call): string {
  return `${name.replace('lock', 'unlock')}()`;
}
