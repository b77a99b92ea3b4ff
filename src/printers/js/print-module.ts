// A kernel in JavaScript: the body of a function of the shared words and of the host, with one function for each function
// of the module. There is one kernel for each memory, and between the roles and Atomics there are only calls that V8
// inlines.

import type { PortableModule } from '../../front-end/portable-module.js';
import { TRAPS } from '../../front-end/traps.js';
import { Names } from '../names.js';
import { FunctionPrinter } from './print-function.js';
import { reservedIn } from './reserved.js';

const DIVISION = `function divide(left, right) {
  if (right === 0) throw new RangeError('${TRAPS.divideByZero}');
  if (right === -1 && left === -2147483648) throw new RangeError('${TRAPS.unrepresentable}');
  return (left / right) | 0;
}

function divide_remainder(left, right) {
  if (right === 0) throw new RangeError('${TRAPS.remainderByZero}');
  return (left % right) | 0;
}
`;

/**
 * The body of a function of `words` (Int32Array) and `host` that returns what `module` exports. `intrinsics` has a function
 * for each intrinsic.
 */
export function printJs(module: PortableModule, intrinsics: string): string {
  const head = `"use strict";\n\n${DIVISION}${intrinsics}`;
  const names = new Names(reservedIn(head), [...module.variables, ...module.functions]);
  const printer = new FunctionPrinter(names);
  const constants = module.variables.filter(({ isConstant }) => isConstant);
  const variables = module.variables.filter(({ isConstant }) => !isConstant);
  const properties = [...module.exports].flatMap(([name, one]) => {
    if (one.kind === 'variable' && !one.isConstant) return [];
    return `${name}: ${one.kind === 'intrinsic' ? one.name : names.of(one)}`;
  });
  return [
    head,
    constants.map((one) => `const ${names.of(one)} = ${one.initial};\n`).join(''),
    variables.map((one) => `let ${names.of(one)} = ${one.initial};\n`).join(''),
    ...module.functions.map((one) => printer.print(one)),
    `return { ${properties.join(', ')} };\n`,
  ].join('\n');
}
