// Variables that are used above their declaration, which is refused. Where an outer variable has the same name,
// AssemblyScript takes that one, and JavaScript throws.

import { type Ast, type Complaint, childrenOf, isAst, kindOf, nameOf, type Parsed } from './syntax.js';

/** The variables of one block: all that it declares, and those whose declaration has been passed. */
interface Block {
  readonly names: ReadonlySet<string>;
  readonly passed: Set<string>;
}

/** All uses of a variable above its declaration in `parsed`. */
export function earlyUses({ statements }: Parsed): Complaint[] {
  const complaints: Complaint[] = [];
  const blocks: Block[] = [];

  const visit = (node: Ast): void => {
    switch (kindOf(node)) {
      case 'NamedType':
        return;
      case 'VariableDeclaration':
        if (isAst(node.initializer)) visit(node.initializer);
        blocks.at(-1)?.passed.add(nameOf(node.name));
        return;
      case 'Identifier': {
        const block = blocks.findLast(({ names }) => names.has(nameOf(node)));
        if (block && !block.passed.has(nameOf(node))) {
          complaints.push({
            at: node.range.start,
            message: `${nameOf(node)} is used above its declaration: move that up`,
          });
        }
        return;
      }
      case 'Block':
      case 'For':
      case 'Switch':
        inBlock(childrenOf(node));
        return;
      default:
        for (const child of inOrder(childrenOf(node))) visit(child);
    }
  };

  const inBlock = (children: readonly Ast[]): void => {
    blocks.push({ names: new Set(declaredIn(children)), passed: new Set() });
    for (const child of inOrder(children)) visit(child);
    blocks.pop();
  };

  // A function may use a variable of the module that is declared below it.
  inBlock(statements.filter((statement) => kindOf(statement) === 'Variable'));
  for (const statement of statements) {
    if (kindOf(statement) === 'FunctionDeclaration' && isAst(statement.body)) visit(statement.body);
  }
  return complaints;
}

/** Names of the variables that `nodes` declare, without those of blocks within. */
function declaredIn(nodes: readonly Ast[]): string[] {
  return nodes.flatMap((node) => {
    if (kindOf(node) === 'Variable') return (node.declarations as Ast[]).map(({ name }) => nameOf(name));
    return kindOf(node) === 'SwitchCase' ? declaredIn(childrenOf(node)) : [];
  });
}

function inOrder(nodes: readonly Ast[]): Ast[] {
  return [...nodes].sort((one, other) => one.range.start - other.range.start);
}
