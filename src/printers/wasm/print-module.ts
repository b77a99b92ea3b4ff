// A module in WebAssembly: its functions, those of the host that it calls, and the variables of an instance.

import type { Intrinsic, PortableFunction, PortableModule } from '../../front-end/portable-module.js';
import { Effects } from '../effects.js';
import { encode } from './encode.js';
import { Inlining } from './inlining.js';
import type { WasmModule } from './instructions.js';
import { FunctionPrinter } from './print-function.js';
import { textOf } from './text.js';

/** Intrinsics that the host provides. */
const HOST: ReadonlySet<string> = new Set(['stamp', 'sleep']);

interface Options {
  /** True if its speed counts, and it has no detectors. */
  readonly measured: boolean;
}

/** `module` in the binary format. */
export function printWasm(module: PortableModule, options: Options): Uint8Array<ArrayBuffer> {
  return encode(wasmModule(module, options));
}

/** `module` in the text format. */
export function printWasmText(module: PortableModule, options: Options): string {
  return textOf(wasmModule(module, options));
}

function wasmModule(module: PortableModule, { measured }: Options): WasmModule {
  const { functions, variables, intrinsics } = module;
  const inlining = new Inlining();
  const exported = [...module.exports].flatMap(([name, one]) =>
    one.kind === 'function' ? [{ name, declared: one }] : [],
  );
  const printed = functions.filter(
    (one) => !inlining.isInlined(one) || exported.some(({ declared }) => declared === one),
  );
  const imports = intrinsics.filter(({ name }) => HOST.has(name));
  const indexes = new Map<PortableFunction | Intrinsic, number>(
    [...imports, ...printed].map((one, index) => [one, index]),
  );
  const printer = new FunctionPrinter(inlining, new Effects(module), !measured && module.files.some(({ own }) => own));
  return {
    imports,
    variables: variables.filter(({ isConstant }) => !isConstant),
    functions: printed.map((one) => printer.print(one)),
    indexes,
    exports: exported.map(({ name, declared }) => ({ name, index: indexes.get(declared) as number })),
  };
}
