// Makes every literal 0 and 1 an integer to AssemblyScript.
//
// There a literal has the smallest type that fits where it stands. Where a boolean is asked for, a comparison hands that
// on to its operands, so that 0 and 1 are booleans, and arithmetic on nothing else has one bit: `if (1 + 1 === n)`
// compares 1 with n, and `if ((a ? 1 : 0) + (b ? 1 : 0) === 2)` is never true. In TypeScript a literal is a number. So
// each is compiled as if the source said `(0 as i32)`. That happens in the syntax tree: in the text, the columns that
// errors name would move.

import type { Transform } from 'assemblyscript/transform';

/** A node of AssemblyScript's syntax tree. */
interface Node {
  readonly kind: number;
  readonly range: unknown;
  readonly [field: string]: unknown;
}

/** What is used of AssemblyScript's package. Its declarations are const enums, which isolated modules cannot use. */
export interface AssemblyScript {
  readonly NodeKind: { readonly Literal: number };
  readonly LiteralKind: { readonly Integer: number };
  readonly AssertionKind: { readonly As: number };
  readonly Node: {
    createSimpleTypeName(name: string, range: unknown): unknown;
    createNamedType(name: unknown, typeArguments: readonly [], isNullable: boolean, range: unknown): unknown;
    createAssertionExpression(kind: number, expression: Node, type: unknown, range: unknown): Node;
  };
}

/** What AssemblyScript hands to a transform. */
interface Parsed {
  readonly sources: readonly { readonly isLibrary: boolean; readonly statements: readonly Node[] }[];
}

/** A transform for the compiler of `assemblyScript`, which calls it when everything is parsed. */
export function integerLiterals({ NodeKind, LiteralKind, AssertionKind, Node }: AssemblyScript): Transform {
  const isSmall = ({ kind, literalKind, value }: Node): boolean =>
    kind === NodeKind.Literal && literalKind === LiteralKind.Integer && /^[01]$/.test(String(value));

  const asInteger = (literal: Node): Node => {
    const { range } = literal;
    const type = Node.createNamedType(Node.createSimpleTypeName('i32', range), [], false, range);
    return Node.createAssertionExpression(AssertionKind.As, literal, type, range);
  };

  const rewritten = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewritten);
    if (!isNode(value)) return value;
    if (isSmall(value)) return asInteger(value);
    for (const [field, below] of Object.entries(value)) {
      if (field !== 'range') (value as Record<string, unknown>)[field] = rewritten(below);
    }
    return value;
  };

  const afterParse = ({ sources }: Parsed): void => {
    for (const { isLibrary, statements } of sources) if (!isLibrary) rewritten(statements);
  };
  return { afterParse } as unknown as Transform; // of which it is one without the fields that are lent to classes
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'range' in value;
}
