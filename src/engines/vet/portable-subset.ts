// What a portable file may contain. Everything else is named with what to write instead: the compilers would often take
// it, but not all three engines would do the same.

import { type Ast, type Complaint, childrenOf, isAst, kindOf, nameOf, type Parsed, textOf } from './syntax.js';

const FUNCTIONS = 'write functions at the top level over i32 and boolean';

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
};

/** By literalKind of the parser. */
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
const ACCESSES = [
  'load',
  'fetchAdd',
  'fetchSub',
  'fetchOr',
  'exchange',
  'compareExchange',
  'observe',
  'glance',
  'peek',
];

/** Everything in `parsed` that not all engines would run, or not alike. */
export function outsideSubset(parsed: Parsed): Complaint[] {
  const complaints: Complaint[] = [];
  const known = declaredNames(parsed.statements);
  const namespaces = new Set(parsed.statements.map(({ namespaceName }) => nameOf(namespaceName)));
  const complain = (node: Ast, message: string): void => {
    complaints.push({ at: node.range.start, message });
  };

  const visit = (node: Ast, parent: Ast | undefined): void => {
    const kind = kindOf(node);
    if (kind === 'Import' || kind === 'Export') return; // names and paths: see imports
    if (UNPORTABLE[kind] !== undefined) return complain(node, UNPORTABLE[kind]);
    if (kind === 'NamedType') {
      const type = textOf(parsed, node).trim();
      if (!TYPES.includes(type))
        complain(node, `the type ${type || 'that is missing here'}: write i32, boolean or void`);
      return;
    }
    if (kind === 'TypeParameter') return complain(node, `a type parameter: ${FUNCTIONS}`);
    if (kind === 'Decorator') return complain(node, 'a decorator: leave it out');
    if (kind === 'FunctionDeclaration' && parent) return complain(node, UNPORTABLE.Function as string);
    if (kind === 'PropertyAccess') {
      if (namespaces.has(nameOf(node.expression))) return;
      return complain(node, 'a property: call the vocabulary of reftorture/memory, or an imported function');
    }
    if (kind === 'Literal') {
      const message = UNPORTABLE_LITERALS[Number(node.literalKind)];
      if (message !== undefined) complain(node, message);
    }
    if (kind === 'Identifier' && !known.has(nameOf(node))) {
      complain(node, `${nameOf(node)} is not known here: import it, or declare it`);
    }
    if (kind === 'UnaryPrefix' && /^[a-z]/.test(textOf(parsed, node))) {
      return complain(node, `${textOf(parsed, node).split(/\W/)[0]}: all values are 32-bit integers`);
    }
    if (kind === 'Binary') binary(node, parent);
    for (const child of childrenOf(node)) {
      // A parenthesis keeps the parent, so that wrap((a + b)) is wrapped.
      visit(child, kind === 'Parenthesized' ? parent : node);
    }
  };

  const binary = (node: Ast, parent: Ast | undefined): void => {
    const operator = operatorOf(parsed, node);
    const right = node.right as Ast;
    const wrapped = parent !== undefined && isWrapping(parsed, parent);
    if (operator === '==' || operator === '!=') complain(node, `${operator}: write ${operator}=`);
    if (operator === '**') complain(node, '**: multiply, or shift');
    if (operator === '/' && !wrapped) complain(node, '/ leaves the integers in JavaScript: write (a / b) | 0');
    if (operator === '>>>' && textOf(parsed, right) === '0') {
      complain(node, '>>> 0 is unsigned in JavaScript and signed in WebAssembly: compare signed values');
    }
    const touchesAccess = [node.left, right].some(
      (side) => isAst(side) && kindOf(side) === 'Call' && ACCESSES.includes(nameOf(side.expression)),
    );
    if (['+', '-', '*'].includes(operator) && touchesAccess && !wrapped) {
      complain(node, 'unwrapped arithmetic on a word leaves 32 bits in JavaScript: write wrap(...) around it');
    }
  };

  for (const statement of parsed.statements) visit(statement, undefined);
  return complaints;
}

/** Whether `node` takes what it is given back to 32 bits. */
function isWrapping(parsed: Parsed, node: Ast): boolean {
  if (kindOf(node) === 'Call') return nameOf(node.expression) === 'wrap';
  return kindOf(node) === 'Binary' && BITWISE.includes(operatorOf(parsed, node));
}

function operatorOf({ text }: Parsed, node: Ast): string {
  const between = text.slice((node.left as Ast).range.end, (node.right as Ast).range.start);
  return between.replace(/\/\*.*?\*\/|\/\/.*|[()\s]/g, '');
}

/** Every name that the file imports or declares, wherever: scopes are the compilers' affair. */
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
