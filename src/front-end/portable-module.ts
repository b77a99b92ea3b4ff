// The module record: portable sources as all printers get them. Names are resolved, types are checked, constants are
// folded, and nothing is in it that an engine would refuse or understand in its own way. Every value is a 32-bit integer;
// a boolean is 0 or 1.

import type { BinaryOperator, UnaryOperator } from './compute-i32.js';

export type ValueType = 'i32' | 'boolean';
export type ResultType = ValueType | 'void';

/** A file of the sources. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** It is a user's. */
  readonly own: boolean;
  /** Position of its first character: positions count through all files of a module. */
  readonly base: number;
}

/** A parameter, or a variable of a function. Each declaration is an object of its own. */
export interface Local {
  readonly name: string;
  readonly type: ValueType;
}

/** A variable or constant of a file. */
export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly type: ValueType;
  /** Its value at the start, and for good if it is constant. */
  readonly initial: number;
  readonly isConstant: boolean;
}

export interface PortableFunction {
  readonly kind: 'function';
  /** As the author wrote it: two files may have functions of one name. */
  readonly name: string;
  readonly file: SourceFile;
  readonly at: number;
  readonly parameters: readonly Local[];
  readonly returns: ResultType;
  /** Its comment ends with @inline (true) or with @noinline (false). */
  readonly inline: boolean | undefined;
  readonly body: readonly Statement[];
}

/** A function that each printer prints in its own way: of runtime/atomics.ts, and in the model of the probes, too. */
export interface Intrinsic {
  readonly kind: 'intrinsic';
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly returns: ResultType;
}

export type Callable = PortableFunction | Intrinsic;

/** `at`: position in the sources, here and in statements. Operands are evaluated in the order of the text. */
export type Expression = { readonly at: number; readonly type: ResultType } & (
  | {
      readonly kind: 'constant';
      readonly value: number /** Where the source names it. */;
      readonly variable?: Variable;
    }
  | { readonly kind: 'local'; readonly local: Local }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `a && b` is 0 if a is, else b; `a || b` is a unless that is 0, else b. */
  | { readonly kind: 'logical'; readonly operator: '&&' | '||'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly consequent: Expression;
      readonly alternate: Expression;
    }
  /** `x += e` is x = x + e. Yields the value that is assigned. */
  | { readonly kind: 'assign'; readonly target: Local | Variable; readonly value: Expression }
  /** `x++` or `x--`: assigns `value`, and yields the value before. The prefix forms are assignments. */
  | { readonly kind: 'postfix'; readonly target: Local | Variable; readonly value: Expression }
  | { readonly kind: 'call'; readonly callee: Callable; readonly inputs: readonly Expression[] }
);

/** A condition may be of either type: 0 is false. */
export type Statement = { readonly at: number } & (
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'declare'; readonly local: Local; readonly value: Expression }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      readonly consequent: readonly Statement[];
      readonly alternate: readonly Statement[];
    }
  /** `while`, and `for` behind its first part. `update` comes after each turn, and after `continue`. */
  | {
      readonly kind: 'loop';
      readonly test: Expression | undefined;
      readonly update: Expression | undefined;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'switch'; readonly subject: Expression; readonly cases: readonly Case[] }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Expression | undefined }
);

/** Falls into the next case, unless it leaves. */
export interface Case {
  /** Of the type of the subject; undefined in the default case. */
  readonly test: Expression | undefined;
  readonly body: readonly Statement[];
}

/** An assert() of the sources. */
export interface AssertCall {
  readonly number: number;
  /** In one line. */
  readonly condition: string;
  readonly at: number;
}

export interface PortableModule {
  /** By the name outside. */
  readonly exports: ReadonlyMap<string, Callable | Variable>;
  /** All functions that the exports lead to. No function calls itself, and callees come before their callers. */
  readonly functions: readonly PortableFunction[];
  /** All variables and constants that those functions name, or that are exported. */
  readonly variables: readonly Variable[];
  readonly intrinsics: readonly Intrinsic[];
  readonly assertions: readonly AssertCall[];
  readonly files: readonly SourceFile[];
}
