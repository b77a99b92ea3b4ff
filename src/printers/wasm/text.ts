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
  const line = (text: string): void => void lines.push(`${' '.repeat(2 + open.length)}${text}`);
  const print = (one: Instruction): void => {
    const depth = (label: Label): number => open.length - 1 - open.lastIndexOf(label);
    switch (one.op) {
      case 'local.get':
      case 'local.set':
      case 'local.tee':
        line(`${one.op} ${numbers.get(one.slot)}`);
        return;
      case 'global.get':
      case 'global.set':
        line(`${one.op} $${names.of(one.variable)}`);
        return;
      case 'i32.const':
        line(`${one.op} ${one.value}`);
        return;
      case 'call':
        line(`call $${names.of(one.callee)}`);
        return;
      case 'block':
      case 'loop':
      case 'if':
        line(`${one.op}${one.yields ? ' (result i32)' : ''}`);
        open.push(one.label);
        return;
      case 'br':
      case 'br_if':
        line(`${one.op} ${depth(one.label)}`);
        return;
      case 'br_table':
        line(`${one.op} ${one.labels.map(depth).join(' ')}`);
        return;
      case 'else': {
        const label = open.pop() as Label;
        line('else');
        open.push(label);
        return;
      }
      case 'end':
        open.pop();
        line('end');
        return;
      default:
        line(`${one.op}${'offset' in one && one.offset > 0 ? ` offset=${one.offset}` : ''}`);
        return;
    }
  };
  for (const one of code) print(one);
  return [...lines, ' )'];
}
