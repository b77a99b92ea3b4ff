// Read-side sections of RCU in a thread of a litmus test: each rcu_read_lock() has its rcu_read_unlock(), on every way
// through the thread. Sections may be nested.

import { LitmusError } from './error.js';
import type { Located, Statement } from './syntax.js';

/** The calls of rcu_read_lock() whose sections are open, the outermost first. */
type Open = readonly Located[];

/** @throws LitmusError with the line of the call that has no partner */
export function checkSections(file: string, body: Statement): void {
  const [open] = after(body, []);
  if (open) fail('rcu_read_lock() without rcu_read_unlock()', open);

  function after(statement: Statement, open: Open): Open {
    switch (statement.kind) {
      case 'expression': {
        const { expression } = statement;
        if (expression.kind !== 'call') return open;
        if (expression.name === 'rcu_read_lock') return [...open, expression];
        if (expression.name !== 'rcu_read_unlock') return open;
        if (open.length === 0) fail('rcu_read_unlock() without rcu_read_lock()', expression);
        return open.slice(0, -1);
      }
      case 'if': {
        const [yes, no] = [after(statement.yes, open), statement.no ? after(statement.no, open) : open];
        if (yes.length === no.length) return yes;
        return fail(
          'a read-side section begins or ends in one arm of this branch, and not in the other',
          statement.test,
        );
      }
      case 'declare':
        return open;
      default:
        return statement.statements.reduce((before, inner) => after(inner, before), open);
    }
  }

  function fail(reason: string, { line }: Located): never {
    throw new LitmusError(file, line, reason);
  }
}
