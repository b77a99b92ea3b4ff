// What a portable file may contain. Everything else is refused, with what to write instead: the compilers would accept
// much of it, but not all engines would do the same.

import { type Ast, type Complaint, childrenOf, isAst, kindOf, nameOf, type Parsed, textOf } from './syntax.js';

const FUNCTIONS = 'write functions at the top level over i32 and boolean';

/** By kind of node. */
const UNPORTABLE: Readonly<Record<string, string>> = {
  Function: `a function within a function: ${FUNCTIONS}`,
  ClassDeclaration: `a class: ${FUNCTIONS}`,
  InterfaceDeclaration: `an interface: ${FUNCTIONS}`,
  NamespaceDeclaration: `a namespace: ${FUNCTIONS}`,
  EnumDeclaration: 'an enum: write `const NAME: i32 = 1;` for each member',
  ExportDefault: 'a default export: export by name',
  New: `an object: ${FUNCTIONS}`,
  Throw: 'an exception: return a value that says so',
  Try: 'an exception handler: return a value that says what went wrong',
  Do: 'do ... while: write `while`',
  ForOf: 'for ... of: write `for (let i = 0; i < n; i++)`',
  ElementAccess: 'an array: keep state in the shared word',
  Assertion: 'a cast: leave it out, or write `condition ? 1 : 0`',
  InstanceOf: `instanceof: ${FUNCTIONS}`,
  Comma: 'a comma expression: write one statement each',
  Null: 'null: use a number that cannot occur',
  This: `this: ${FUNCTIONS}`,
  Super: `super: ${FUNCTIONS}`,
  TypeParameter: `a type parameter: ${FUNCTIONS}`,
  Decorator: 'a decorator: leave it out',
};

/** By the parser's `literalKind`. */
const UNPORTABLE_LITERALS: Readonly<Record<number, string>> = {
  0: 'a floating-point number: all values are 32-bit integers',
  2: 'a string: all values are 32-bit integers',
  3: 'a template string: all values are 32-bit integers',
  4: 'a regular expression: all values are 32-bit integers',
  5: 'an array: keep state in the shared word',
  6: `an object: ${FUNCTIONS}`,
};

const TYPES = ['i32', 'boolean', 'bool', 'void'];
const BITWISE = ['&', '|', '^', '<<', '>>', '>>>'];
/** The operations of the vocabulary that return a word. */
const ACCESSES = 'load fetchAdd fetchSub fetchOr exchange compareExchange observe glance peek'.split(' ');

/** What a node is held against. */
interface Context {
  readonly parsed: Parsed;
  /** Names that the file imports or declares. */
  readonly known: ReadonlySet<string>;
  /** Names of its `import * as NAME`. */
  readonly namespaces: ReadonlySet<string>;
}

/** Everything in `parsed` that not all engines would run, or that they would run differently. */
export function outsideSubset(parsed: Parsed): Complaint[] {
  const { statements } = parsed;
  const namespaces = new Set(statements.map(({ namespaceName }) => nameOf(namespaceName)));
  const context = { parsed, known: declaredNames(statements), namespaces };
  return statements.flatMap((statement) => complaintsIn(statement, undefined, context));
}

/** About `node`, whose parent is `parent`, and about everything below it. */
function complaintsIn(node: Ast, parent: Ast | undefined, context: Context): Complaint[] {
  const at = node.range.start;
  const refused = refusalOf(node, parent, context);
  if (refused !== undefined) return [{ at, message: refused }];
  if (ENDS.includes(kindOf(node))) return [];
  // A parenthesis keeps the parent, so that wrap((a + b)) is wrapped.
  const parentBelow = kindOf(node) === 'Parenthesized' ? parent : node;
  return [
    ...flawsOf(node, parent, context).map((message) => ({ at, message })),
    ...childrenOf(node).flatMap((child) => complaintsIn(child, parentBelow, context)),
  ];
}

/** Nodes below which there is nothing to complain about: names and paths of imports are looked at elsewhere. */
const ENDS = ['Import', 'Export', 'NamedType', 'PropertyAccess'];

/** Why `node` is refused as a whole, whatever is below it. */
function refusalOf(node: Ast, parent: Ast | undefined, { parsed, namespaces }: Context): string | undefined {
  const kind = kindOf(node);
  if (kind === 'FunctionDeclaration') return parent && UNPORTABLE.Function;
  if (kind === 'NamedType') {
    const type = textOf(parsed, node).trim();
    return TYPES.includes(type) ? undefined : `the type ${type || 'that is missing here'}: write i32, boolean or void`;
  }
  if (kind === 'PropertyAccess' && !namespaces.has(nameOf(node.expression))) {
    return 'a property: call the vocabulary of reftorture/memory, or an imported function';
  }
  if (kind === 'UnaryPrefix' && /^[a-z]/.test(textOf(parsed, node))) {
    return `${textOf(parsed, node).split(/\W/)[0]}: all values are 32-bit integers`;
  }
  return UNPORTABLE[kind];
}

/** What is wrong with `node` itself. */
function flawsOf(node: Ast, parent: Ast | undefined, { parsed, known }: Context): string[] {
  switch (kindOf(node)) {
    case 'Literal':
      return [UNPORTABLE_LITERALS[Number(node.literalKind)] ?? []].flat();
    case 'Identifier':
      return known.has(nameOf(node)) ? [] : [`${nameOf(node)} is not known here: import it, or declare it`];
    case 'Binary':
      return binaryFlaws(node, parent, parsed);
    default:
      return [];
  }
}

function binaryFlaws(node: Ast, parent: Ast | undefined, parsed: Parsed): string[] {
  const flaws: string[] = [];
  const operator = operatorOf(parsed, node);
  const right = node.right as Ast;
  const wrapped = parent !== undefined && isWrapping(parsed, parent);
  if (operator === '==' || operator === '!=') flaws.push(`${operator}: write ${operator}=`);
  if (operator === '**') flaws.push('**: multiply, or shift');
  if (operator === '/' && !wrapped) flaws.push('/ leaves the integers in JavaScript: write (a / b) | 0');
  if (operator === '>>>' && textOf(parsed, right) === '0') {
    flaws.push('>>> 0 is unsigned in JavaScript and signed in WebAssembly: compare signed values');
  }
  const touchesAccess = [node.left, right].some(
    (side) => isAst(side) && kindOf(side) === 'Call' && ACCESSES.includes(nameOf(side.expression)),
  );
  if (['+', '-', '*'].includes(operator) && touchesAccess && !wrapped) {
    flaws.push('unwrapped arithmetic on a word leaves 32 bits in JavaScript: write wrap(...) around it');
  }
  return flaws;
}

/** Whether `node` reduces its operand to 32 bits. */
function isWrapping(parsed: Parsed, node: Ast): boolean {
  if (kindOf(node) === 'Call') return nameOf(node.expression) === 'wrap';
  return kindOf(node) === 'Binary' && BITWISE.includes(operatorOf(parsed, node));
}

function operatorOf({ text }: Parsed, node: Ast): string {
  const between = text.slice((node.left as Ast).range.end, (node.right as Ast).range.start);
  return between.replace(/\/\*.*?\*\/|\/\/.*|[()\s]/g, '');
}

/** Every name that the file imports or declares, in whatever scope: the compilers look at scopes. */
function declaredNames(statements: readonly Ast[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: Ast): void => {
    const kind = kindOf(node);
    if (kind === 'ImportDeclaration' || kind.endsWith('Declaration') || kind === 'Parameter')
      names.add(nameOf(node.name));
    if (kind === 'Import') names.add(nameOf(node.namespaceName));
    for (const child of childrenOf(node)) visit(child);
  };
  for (const statement of statements) visit(statement);
  return names;
}
