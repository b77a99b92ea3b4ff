// The parser for the statements of a thread: it has no loops and calls no functions but those of Linux.

import { refuseForeign } from './foreign.js';
import { ExpressionParser, placeOf } from './parse-expression.js';
import type { Expression, Statement } from './syntax.js';
import type { TokenStream } from './token-stream.js';
import { acceptStars, acceptType } from './types.js';

/** The block in braces at the next token. @throws LitmusError */
export function parseThread(tokens: TokenStream): Statement {
  const expressions = new ExpressionParser(tokens);
  return block();

  function block(): Statement {
    const statements: Statement[] = [];
    tokens.expect('{');
    while (!tokens.accept('}')) {
      if (tokens.atEnd) tokens.fail('the file ends inside a thread');
      statements.push(statement());
    }
    return { kind: 'block', statements };
  }

  function statement(): Statement {
    return tokens.nested(() => {
      if (tokens.next === '{') return block();
      if (tokens.accept('if')) return ifElse();
      if (tokens.accept(';')) return { kind: 'block', statements: [] };
      refuseForeign(tokens);
      const simple = acceptType(tokens) ? declarations() : expressionStatement();
      tokens.expect(';');
      return simple;
    });
  }

  function ifElse(): Statement {
    tokens.expect('(');
    const test = expressions.parse();
    tokens.expect(')');
    const yes = statement();
    return tokens.accept('else') ? { kind: 'if', test, yes, no: statement() } : { kind: 'if', test, yes };
  }

  function declarations(): Statement {
    const statements: Statement[] = [];
    do {
      acceptStars(tokens);
      const place = placeOf(tokens);
      const name = tokens.name('a register');
      if (tokens.next === '[') tokens.fail('arrays are not read: a register is a word');
      const declared = { ...place, kind: 'declare', name } as const;
      statements.push(tokens.accept('=') ? { ...declared, value: expressions.parse() } : declared);
    } while (tokens.accept(','));
    return { kind: 'declarations', statements };
  }

  function expressionStatement(): Statement {
    const line = tokens.line;
    const expression = expressions.parse();
    if (!doesSomething(expression)) tokens.fail('a statement without effect', { line });
    return { kind: 'expression', expression };
  }
}

/** Tells whether an expression is a statement: an assignment, or a call. `(void)READ_ONCE(*x)` is one, too. */
function doesSomething({ kind }: Expression): boolean {
  return kind === 'assign' || kind === 'call';
}
