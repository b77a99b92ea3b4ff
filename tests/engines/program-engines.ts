// Programs on every engine: a file of functions over two integers, made once for each, with fresh variables at each start.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assemblyScriptKernel } from '../../bench/assemblyscript-compiler.js';
import { Interpreter } from '../../src/checker/program/interpreter.js';
import { createMemory, instantiate, type KernelCode } from '../../src/engines/kernel.js';
import { nativeProblem } from '../../src/engines/native/compiler.js';
import { libraryOf } from '../../src/engines/native/library-cache.js';
import { moduleOf } from '../../src/front-end/front-end.js';
import type { PortableModule } from '../../src/front-end/portable-module.js';
import { SOURCE_ROOT } from '../../src/front-end/sources.js';
import { printC } from '../../src/printers/c/print-module.js';
import { ATOMICS } from '../../src/printers/js/intrinsics.js';
import { printJs } from '../../src/printers/js/print-module.js';
import { printModel } from '../../src/printers/model/print-module.js';
import { printWasm } from '../../src/printers/wasm/print-module.js';
import { optimised } from './optimised.js';

/** Any protocol: the programs call none. */
const V4 = join(SOURCE_ROOT, 'protocols/v4.ts');

/** Calls a function of a program. */
export type Call = (name: string, a: number, b: number) => number;
/** A new instance of a program: its variables are as at its start. */
export type Start = () => Call;

export type ProgramEngine = 'wasm' | 'js' | 'model' | 'native' | 'AssemblyScript';

/** `text`, written to `file`, on all engines; on the native one where there is a compiler. @throws KernelCompileError */
export async function onEveryEngine(file: string, text: string): Promise<ReadonlyMap<ProgramEngine, Start>> {
  writeFileSync(file, text);
  const module = moduleOf(file, V4, 'detecting');
  const compiled = (bytes: Uint8Array<ArrayBuffer>): Start =>
    inMemory({ engine: 'wasm', module: new WebAssembly.Module(bytes) });
  const engines = new Map<ProgramEngine, Start>([
    ['wasm', compiled(printWasm(module, { measured: false }))],
    ['js', inMemory({ engine: 'js', text: printJs(module, ATOMICS) })],
    ['model', onModel(module)],
    ['AssemblyScript', compiled(await byAssemblyScript(`${file}.plain.ts`, text))],
  ]);
  if ((await nativeProblem()) !== undefined) return engines;
  const library = await optimised(() => libraryOf(printC(module, { measured: false }), undefined, dirname(file)));
  return engines.set('native', inMemory({ engine: 'native', library }));
}

/** Nothing asks to be inlined there: that would take minutes. */
function byAssemblyScript(file: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  writeFileSync(file, text.replaceAll('@inline', ''));
  return assemblyScriptKernel(V4, 'detecting', file);
}

function inMemory(code: KernelCode): Start {
  const memory = createMemory(code.engine, 65536);
  return () => {
    const functions = instantiate(code, memory, () => 0) as unknown as Readonly<
      Record<string, (a: number, b: number) => number>
    >;
    return (name, a, b) => Number(functions[name]?.(a, b));
  };
}

function onModel(module: PortableModule): Start {
  const program = printModel(module);
  const interpreter = new Interpreter(program);
  return () => {
    const globals = program.globals.map(({ initial }) => initial);
    return (name, a, b) => interpreter.evaluate(program.exportedFunctions.get(name) as number, [a, b], globals);
  };
}

/** The value of a call, or why it trapped. */
export function resultOf(call: Call, name: string, a: number, b: number): number | string {
  try {
    return call(name, a, b);
  } catch (error) {
    return (error as Error).message.replace(/^\w+\(\) traps: /, '');
  }
}
