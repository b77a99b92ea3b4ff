// A portable file without its types is JavaScript. What goes is overwritten with spaces, so that everything else stays on its
// line.

import { type Ast, childrenOf, isAst, kindOf, type Parsed } from '../vet/syntax.js';

/** The flag by which the parser marks a declaration with `declare`. */
const AMBIENT_FLAG = 32768;

/** The text of `parsed` as JavaScript. Every position in it is as in the file. */
export function withoutTypes({ text, statements }: Parsed): string {
  const gone: [start: number, end: number][] = [];
  const visit = (node: Ast): void => {
    if (kindOf(node) === 'InterfaceDeclaration' || isAmbient(node)) {
      gone.push([node.range.start, node.range.end]);
      return;
    }
    if (kindOf(node) === 'FunctionDeclaration') {
      const { parameters, returnType } = node.signature as { parameters: Ast[]; returnType: Ast };
      for (const { name, type } of parameters) goneBehind(name, type);
      gone.push([text.lastIndexOf(':', returnType.range.start), returnType.range.end]);
    } else if (kindOf(node) === 'VariableDeclaration') goneBehind(node.name, node.type);
    else if (kindOf(node) === 'Assertion') goneBehind(node.expression, node.toType);
    for (const child of childrenOf(node)) visit(child);
  };
  const goneBehind = (node: unknown, type: unknown): void => {
    if (isAst(node) && isAst(type)) gone.push([node.range.end, type.range.end]);
  };
  for (const statement of statements) visit(statement);
  return overwritten(text, gone);
}

function isAmbient(node: Ast): boolean {
  const declarations = (node.declarations ?? []) as readonly unknown[];
  return declarations.some((one) => isAst(one) && (Number(one.flags) & AMBIENT_FLAG) !== 0);
}

/** `text` with spaces in the ranges of `gone`. Line breaks stay. */
export function overwritten(text: string, gone: readonly (readonly [start: number, end: number])[]): string {
  let result = '';
  let at = 0;
  for (const [start, end] of [...gone].sort(([one], [other]) => one - other)) {
    if (start < at) continue; // within what is gone already
    result += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return result + text.slice(at);
}
