// AssemblyScript on the portable sources: the second opinion. It shares neither reader nor printer with the wasm engine, so
// the tests ask whether both mean the same, and bench/assemblyscript.ts whether both are as fast.

import { readFileSync } from 'node:fs';
import { ATOMICS, bindingsFor, entryFor } from '../dist/front-end/bindings.js';
import { protocolExports } from '../dist/front-end/front-end.js';
import { boundTarget } from '../dist/front-end/portable-imports.js';
import type { Variant } from '../dist/front-end/sources.js';

/** By a name that tsc does not follow: its declarations would change those of Node. */
const COMPILER: string = 'assemblyscript/asc';

interface Compiler {
  main(
    command: readonly string[],
    api: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: Uint8Array): void;
      listFiles(): readonly string[];
      readonly stderr: { write(text: unknown): void };
    },
  ): Promise<{ readonly error: Error | null }>;
}

const FLAGS =
  '-O3 --noAssert --runtime stub --enable threads --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536';

/** The vocabulary in AssemblyScript: each call becomes the instruction that printers/wasm has for it. */
const VOCABULARY = [
  '@external("host", "stamp") declare function hostStamp(address: i32): void;',
  '@external("host", "sleep") declare function hostSleep(address: i32, microseconds: i32): void;',
  ...[
    'load(at: i32, order: i32): i32 { return atomic.load<i32>(at); }',
    'store(at: i32, value: i32, order: i32): void { if (order == 0) i32.store(at, value); else atomic.store<i32>(at, value); }',
    'fetchAdd(at: i32, value: i32, order: i32): i32 { return atomic.add<i32>(at, value); }',
    'fetchSub(at: i32, value: i32, order: i32): i32 { return atomic.sub<i32>(at, value); }',
    'fetchOr(at: i32, value: i32, order: i32): i32 { return atomic.or<i32>(at, value); }',
    'exchange(at: i32, value: i32, order: i32): i32 { return atomic.xchg<i32>(at, value); }',
    'compareExchange(at: i32, expected: i32, value: i32, order: i32): i32 { return atomic.cmpxchg<i32>(at, expected, value); }',
    'observe(at: i32): i32 { return atomic.load<i32>(at); }',
    'glance(at: i32): i32 { return i32.load(at); }',
    'peek(at: i32): i32 { return i32.load(at); }',
    'poke(at: i32, value: i32): void { i32.store(at, value); }',
    `copyLine(from: i32, to: i32): void { ${[0, 8, 16, 24, 32, 40, 48, 56].map((offset) => `i64.store(to, i64.load(from, ${offset}), ${offset});`).join(' ')} }`,
    'sleep(address: i32, microseconds: i32): void { hostSleep(address, microseconds); }',
    'stamp(address: i32): void { hostStamp(address); }',
  ].map((declaration) => `@inline export function ${declaration}`),
].join('\n');

/** The module of `entry`, or of the kernel's usual entry. @throws an Error with all that AssemblyScript says against it */
export async function assemblyScriptKernel(
  protocolFile: string,
  variant: Variant,
  entry?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const protocol = protocolExports(protocolFile);
  const bindings = bindingsFor(protocol, variant);
  // It tells modules apart by their names, and would have the variables of a file twice that it knew by two.
  const paths = [entry ?? entryFor(protocol, variant)];
  const named = (specifier: string, importer: string): string => {
    const path = boundTarget(specifier, importer, bindings) ?? specifier;
    if (!paths.includes(path)) paths.push(path);
    return `./m${paths.indexOf(path)}`;
  };
  const textOf = (path: string): string =>
    path === ATOMICS ? VOCABULARY : inDialect(readFileSync(path, 'utf8'), (specifier) => named(specifier, path));
  const { main } = (await import(COMPILER)) as Compiler;
  let binary = new Uint8Array();
  const complaints: string[] = [];
  const { error } = await main(['m0.ts', ...FLAGS.split(' '), '--outFile', 'kernel.wasm'], {
    readFile: (name) => {
      const path = paths[Number(/^m(\d+)\.ts$/.exec(name)?.[1] ?? -1)];
      return path === undefined ? null : textOf(path);
    },
    writeFile: (_name, contents) => {
      binary = new Uint8Array(contents);
    },
    listFiles: () => [],
    stderr: { write: (text) => complaints.push(String(text)) },
  });
  if (error) throw new Error(`AssemblyScript: ${error.message}\n${complaints.join('')}`);
  return binary;
}

/**
 * `text` as AssemblyScript understands what TypeScript says. There a literal has the smallest type that fits: 0 and 1 would
 * be booleans where one is asked for, and their sum, too. What a source says to
 * AssemblyScript alone stands in a comment.
 */
function inDialect(text: string, named: (specifier: string) => string): string {
  return text
    .replace(/(\bfrom\s+)'([^']+)'|(?<![\w.$'])[01](?![\w.'])/g, (whole, from?: string, specifier?: string) =>
      from !== undefined && specifier !== undefined ? `${from}'${named(specifier)}'` : `(${whole} as i32)`,
    )
    .replace(/\/\* AssemblyScript:(.*?)\*\//g, '$1')
    .replace(/@inline\s*\*\/\n(?=(?:export )?function)/g, '$&@inline ');
}
