// The syntax tree of a thread of a litmus test.

/** A place in the file: character offset and line. */
export interface Located {
  readonly offset: number;
  readonly line: number;
}

export type Operator =
  | '||'
  | '&&'
  | '|'
  | '^'
  | '&'
  | '=='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | '<<'
  | '>>'
  | '+'
  | '-'
  | '*';

export type Expression = Located &
  (
    | { readonly kind: 'number'; readonly value: number }
    /** A register, or a location, which stands for its address. */
    | { readonly kind: 'name'; readonly name: string }
    /** `*of`: what is at an address. */
    | { readonly kind: 'at'; readonly of: Expression }
    /** `&of`. */
    | { readonly kind: 'address'; readonly of: Expression }
    | { readonly kind: 'unary'; readonly operator: '!' | '-' | '~'; readonly of: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: Operator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'conditional';
        readonly test: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
    | { readonly kind: 'call'; readonly name: string; readonly inputs: readonly Expression[] }
    /** `to` is a name or what is at an address. */
    | { readonly kind: 'assign'; readonly to: Expression; readonly value: Expression }
  );

export type Statement =
  | { readonly kind: 'expression'; readonly expression: Expression }
  | (Located & { readonly kind: 'declare'; readonly name: string; readonly value?: Expression })
  | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  /** Declarations of one statement: their names belong to the block around it. */
  | { readonly kind: 'declarations'; readonly statements: readonly Statement[] }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: Statement; readonly no?: Statement };
