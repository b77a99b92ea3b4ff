// What a portable file may contain. Everything else is refused, with what to write instead: the compilers would accept
// much of it, but not all engines would do the same.

import { booleanArithmetic } from './boolean-arithmetic.js';
import { earlyUses } from './early-uses.js';
import {
  type Ast,
  type Complaint,
  childrenOf,
  isAst,
  kindOf,
  nameOf,
  operatorOf,
  type Parsed,
  textOf,
} from './syntax.js';

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
/** Statements that a file may consist of. Nothing runs when it is loaded. */
const TOP_LEVEL = ['Import', 'Export', 'Variable', 'FunctionDeclaration', 'Empty'];
const LARGEST = 2 ** 31 - 1;

const DECLARING = /Declaration$|^Parameter$/;
/** Names of what engines/i32-arithmetic.ts calls in the place of operators. */
const COMPILERS = /^(__.*|Math)$/;

/** What a node is held against. */
interface Context {
  readonly parsed: Parsed;
  /** Names that the file imports or declares. */
  readonly known: ReadonlySet<string>;
  /** Names of its `import * as NAME`. */
  readonly namespaces: ReadonlySet<string>;
  /** The declarations of its module variables. */
  readonly outer: ReadonlySet<Ast>;
}

/** Everything in `parsed` that not all engines would run, or that they would run differently. */
export async function againstSubset(parsed: Parsed): Promise<Complaint[]> {
  const outside = outsideSubset(parsed);
  // What is refused as a whole has no types and no scopes.
  return outside.length > 0 ? outside : [...(await booleanArithmetic(parsed)), ...earlyUses(parsed)];
}

function outsideSubset(parsed: Parsed): Complaint[] {
  const { statements } = parsed;
  const namespaces = new Set(statements.map(({ namespaceName }) => nameOf(namespaceName)));
  const outer = new Set(statements.flatMap(({ declarations }) => (declarations ?? []) as Ast[]));
  const context = { parsed, known: declaredNames(statements), namespaces, outer };
  return statements.flatMap((statement) => complaintsIn(statement, undefined, context));
}

/** About `node`, whose parent is `parent`, and about everything below it. */
function complaintsIn(node: Ast, parent: Ast | undefined, context: Context): Complaint[] {
  const at = node.range.start;
  const refused = refusalOf(node, parent, context);
  if (refused !== undefined) return [{ at, message: refused }];
  if (ENDS.includes(kindOf(node))) return [];
  return [
    ...flawsOf(node, parent, context).map((message) => ({ at, message })),
    ...childrenOf(node).flatMap((child) => complaintsIn(child, node, context)),
  ];
}

/** Nodes below which there is nothing to complain about: names and paths of imports are looked at elsewhere. */
const ENDS = ['Import', 'Export', 'NamedType', 'PropertyAccess'];

/** Why `node` is refused as a whole, whatever is below it. */
function refusalOf(node: Ast, parent: Ast | undefined, { parsed, namespaces }: Context): string | undefined {
  const kind = kindOf(node);
  if (!parent && !TOP_LEVEL.includes(kind))
    return UNPORTABLE[kind] ?? 'a statement outside of functions: move it into one';
  if (DECLARING.test(kind) && COMPILERS.test(nameOf(node.name))) {
    return `the name ${nameOf(node.name)}: the compilers have a use for it`;
  }
  if (kind === 'FunctionDeclaration' && !isAst(node.body)) return `a function without a body: ${FUNCTIONS}`;
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
function flawsOf(node: Ast, parent: Ast | undefined, { parsed, known, outer }: Context): string[] {
  switch (kindOf(node)) {
    case 'Literal':
      return literalFlaws(node, parent, parsed);
    case 'Identifier':
      return known.has(nameOf(node)) ? [] : [`${nameOf(node)} is not known here: import it, or declare it`];
    case 'Binary':
      return binaryFlaws(node, parsed);
    case 'VariableDeclaration':
      return variableFlaws(node, outer.has(node));
    case 'Call':
      return nameOf(node.expression) === 'assert' ? assertionFlaws(node.args as Ast[], parsed) : [];
    default:
      return [];
  }
}

function binaryFlaws(node: Ast, parsed: Parsed): string[] {
  const operator = operatorOf(parsed, node);
  if (operator === '==' || operator === '!=') return [`${operator}: write ${operator}=`];
  return operator.startsWith('**') ? ['**: multiply, or shift'] : [];
}

/** AssemblyScript would take a larger number for an unsigned one, or for one of 64 bits. */
function literalFlaws(node: Ast, parent: Ast | undefined, parsed: Parsed): string[] {
  const refused = UNPORTABLE_LITERALS[Number(node.literalKind)];
  if (refused !== undefined) return [refused];
  const value = Number(textOf(parsed, node).replaceAll('_', ''));
  const isNegated = parent !== undefined && kindOf(parent) === 'UnaryPrefix' && textOf(parsed, parent).startsWith('-');
  if (value <= LARGEST + (isNegated ? 1 : 0)) return [];
  const same = value < 2 ** 32 ? `: write ${value | 0}, which has the same bits` : '';
  return [`a number beyond the signed 32-bit integers${same}`];
}

/** What is wrong with a variable of the module or of a function. */
function variableFlaws(node: Ast, isOuter: boolean): string[] {
  if (!isAst(node.initializer)) return [`${nameOf(node.name)} has no value: write \`= 0\``];
  if (isOuter && hasCall(node.initializer)) {
    return [`a call outside of functions: ${nameOf(node.name)} must be computed from constants`];
  }
  return [];
}

/** A broken assertion is told by its number; its condition is left out where speed is measured. */
function assertionFlaws([condition, number]: readonly Ast[], parsed: Parsed): string[] {
  const accesses = condition ? callsIn(condition).filter((name) => ACCESSES.includes(name)) : [];
  if (accesses.length > 0) {
    return [`${accesses[0]}() in the condition of assert(): access memory before, and compare what was found`];
  }
  if (number && /^\d+$/.test(textOf(parsed, number))) return [];
  return ['assert() without a number: give each of a file its own, as in assert(count > 0, 1)'];
}

/** What reftorture/memory offers. */
const ACCESSES = [
  'load',
  'store',
  'fetchAdd',
  'fetchSub',
  'fetchOr',
  'exchange',
  'compareExchange',
  'observe',
  'glance',
];

function callsIn(node: Ast): string[] {
  return [...(kindOf(node) === 'Call' ? [nameOf(node.expression)] : []), ...childrenOf(node).flatMap(callsIn)];
}

function hasCall(node: Ast): boolean {
  return kindOf(node) === 'Call' || childrenOf(node).some(hasCall);
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
