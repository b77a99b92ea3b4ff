// Syntax that is not part of the portable subset, each with what to write instead. Not all engines would understand it, or
// not alike.

import type { AnyNode } from 'acorn';

export const FUNCTIONS = 'write functions at the top level over i32 and boolean';
const INTEGERS = 'all values are 32-bit integers';
const ARRAY = 'an array: keep state in the shared word';
const EXCEPTION = 'an exception: return a value that says so';
const CLOSURE = `a function within a function: ${FUNCTIONS}`;
const CAST = 'a cast: leave it out, or write `condition ? 1 : 0`';
const PATTERN = 'a pattern: name each variable';

/** By type of node. */
const REFUSED: Readonly<Record<string, string>> = {
  FunctionDeclaration: CLOSURE,
  FunctionExpression: CLOSURE,
  ArrowFunctionExpression: CLOSURE,
  ClassDeclaration: `a class: ${FUNCTIONS}`,
  ClassExpression: `a class: ${FUNCTIONS}`,
  TSInterfaceDeclaration: `an interface: ${FUNCTIONS}`,
  TSModuleDeclaration: `a namespace: ${FUNCTIONS}`,
  TSEnumDeclaration: 'an enum: write `const NAME: i32 = 1;` for each member',
  TSTypeAliasDeclaration: 'a name for a type: write i32, boolean or void',
  TSDeclareFunction: `a function without a body: ${FUNCTIONS}`,
  ExportDefaultDeclaration: 'a default export: export by name',
  NewExpression: `an object: ${FUNCTIONS}`,
  ObjectExpression: `an object: ${FUNCTIONS}`,
  ArrayExpression: ARRAY,
  ArrayPattern: PATTERN,
  ObjectPattern: PATTERN,
  RestElement: 'a parameter for the rest: name each parameter',
  SpreadElement: 'a spread: give each argument',
  AssignmentPattern: 'a default parameter: give the argument in every call',
  TemplateLiteral: `a template string: ${INTEGERS}`,
  TaggedTemplateExpression: `a template string: ${INTEGERS}`,
  ThrowStatement: EXCEPTION,
  TryStatement: 'an exception handler: return a value that says what went wrong',
  DoWhileStatement: 'do ... while: write `while`',
  ForOfStatement: 'for ... of: write `for (let i = 0; i < n; i++)`',
  ForInStatement: 'for ... in: write `for (let i = 0; i < n; i++)`',
  LabeledStatement: 'a label: leave the inner loop by a variable, or make it a function that returns',
  TSAsExpression: CAST,
  TSTypeAssertion: CAST,
  TSNonNullExpression: CAST,
  TSSatisfiesExpression: CAST,
  SequenceExpression: 'a comma expression: write one statement each',
  ChainExpression: 'a property: call an imported function',
  ThisExpression: `this: ${FUNCTIONS}`,
  Super: `super: ${FUNCTIONS}`,
  AwaitExpression: `await: ${FUNCTIONS}`,
  YieldExpression: `yield: ${FUNCTIONS}`,
  ImportExpression: 'an import within a function: import at the top',
  MetaProperty: `a property of the module: ${FUNCTIONS}`,
  DebuggerStatement: 'debugger: leave it out',
  PrivateIdentifier: `a class: ${FUNCTIONS}`,
};

const REFUSED_OPERATORS: Readonly<Record<string, string>> = {
  '==': '==: write ===',
  '!=': '!=: write !==',
  '**': '**: multiply, or shift',
  '**=': '**=: multiply, or shift',
  '??': '??: no value is missing here',
  '??=': '??=: no value is missing here',
  '||=': '||=: write `if (!x) x = ...`',
  '&&=': '&&=: write `if (x) x = ...`',
  in: `in: ${INTEGERS}`,
  instanceof: `instanceof: ${FUNCTIONS}`,
  typeof: `typeof: ${INTEGERS}`,
  void: `void: ${INTEGERS}`,
  delete: `delete: ${INTEGERS}`,
};

/** Returns why `node` is refused as such, whatever is below it. */
export function refusalOf(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return refusalOfLiteral(node.value, node.raw ?? '');
  if (node.type === 'VariableDeclaration' && node.kind === 'var') return 'var: write let or const';
  if (node.type === 'MemberExpression') {
    return node.computed ? ARRAY : 'a property: call an intrinsic of reftorture/memory, or an imported function';
  }
  if ('operator' in node) return REFUSED_OPERATORS[node.operator];
  return REFUSED[node.type];
}

function refusalOfLiteral(value: unknown, raw: string): string | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return `a string: ${INTEGERS}`;
  if (value === null && raw === 'null') return 'null: use a number that cannot occur';
  if (typeof value === 'bigint') return `a number of another type: ${INTEGERS}`;
  if (typeof value !== 'number') return `a regular expression: ${INTEGERS}`;
  if (!/^(0[xob])?[\da-f_]+$/i.test(raw) || (/e/i.test(raw) && !/^0x/i.test(raw))) {
    return `a floating-point number: ${INTEGERS}`;
  }
  return undefined;
}
