// The text format of WebAssembly, as it is read by people: one instruction a line, indented by blocks.

import { Names } from '../names.js';
import type { Instruction, Label, WasmFunction, WasmModule } from './instructions.js';

export function textOf(module: WasmModule): string {
  const { imports, variables, functions, indexes, exports } = module;
  const names = new Names(new Set(), [...indexes.keys(), ...variables]);
  const named = [...indexes.keys()].map((one) => `$${names.of(one)}`);
  const typeText = (parameters: number, yields: boolean): string =>
    `${parameters > 0 ? ` (param${' i32'.repeat(parameters)})` : ''}${yields ? ' (result i32)' : ''}`;
  const lines = [
    '(module',
    ' (import "env" "memory" (memory 1 65536 shared))',
    ...imports.map((one, index) => {
      const type = typeText(one.parameters.length, one.returns !== 'void');
      return ` (import "host" "${one.name}" (func ${named[index]}${type}))`;
    }),
    ...variables.map((one) => ` (global $${names.of(one)} (mut i32) (i32.const ${one.initial}))`),
    ...exports.map(({ name, index }) => ` (export "${name}" (func ${named[index]}))`),
    ...functions.flatMap((one, index) => {
      const head = ` (func ${named[imports.length + index]}${typeText(one.parameters, one.yields)}`;
      return functionLines(head, one, names);
    }),
    ')',
    '',
  ];
  return lines.join('\n');
}

function functionLines(head: string, { code, locals, numbers }: WasmFunction, names: Names): string[] {
  const open: Label[] = [];
  const lines = [head, ...(locals > 0 ? [`  (local${' i32'.repeat(locals)})`] : [])];
  const depth = (label: Label): number => open.length - 1 - open.lastIndexOf(label);
  const operandOf = (one: Instruction): string => {
    if ('slot' in one) return ` ${numbers.get(one.slot)}`;
    if ('variable' in one) return ` $${names.of(one.variable)}`;
    if ('value' in one) return ` ${one.value}`;
    if ('callee' in one) return ` $${names.of(one.callee)}`;
    if ('yields' in one) return one.yields ? ' (result i32)' : '';
    if ('label' in one) return ` ${depth(one.label)}`;
    if ('labels' in one) return ` ${one.labels.map(depth).join(' ')}`;
    return 'offset' in one && one.offset > 0 ? ` offset=${one.offset}` : '';
  };
  for (const one of code) {
    const label = one.op === 'else' || one.op === 'end' ? open.pop() : undefined;
    lines.push(`${' '.repeat(2 + open.length)}${one.op}${operandOf(one)}`);
    if ('yields' in one) open.push(one.label);
    if (one.op === 'else') open.push(label as Label);
  }
  return [...lines, ' )'];
}
