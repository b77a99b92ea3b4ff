// Prints a module as the program that the checker explores.

import { sourceLines } from '../../front-end/places.js';
import type { PortableModule } from '../../front-end/portable-module.js';
import type { Program } from './instructions.js';
import { type Scope, STAGED } from './print-expression.js';
import { printFunction } from './print-function.js';

/** @throws ProgramError for a module that calls what the model does not have */
export function printModel({ exports, functions, variables, assertions, files }: PortableModule): Program {
  const changing = variables.filter(({ isConstant }) => !isConstant);
  const scope: Scope = {
    functions: new Map(functions.map((declared, index) => [declared, index])),
    globals: new Map(changing.map((variable, index) => [variable, STAGED + 1 + index])),
    conditions: new Map(assertions.map(({ at, condition }) => [at, condition])),
    lineOf: sourceLines(files),
  };
  const exportedFunctions = [...exports].flatMap(([name, exported]) =>
    exported.kind === 'function' ? [[name, scope.functions.get(exported) as number] as const] : [],
  );
  return {
    functions: functions.map((declared) => printFunction(declared, scope)),
    exportedFunctions: new Map(exportedFunctions),
    globals: [{ name: 'staged', initial: 0 }, ...changing.map(({ name, initial }) => ({ name, initial }))],
    files,
  };
}
