// Kernels for tests: any entry module, bound to a protocol, an engine and a memory of the test's own.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindingsFor } from '../../src/engines/bindings.js';
import { compileWasm } from '../../src/engines/compile-wasm.js';
import { wasmText } from '../../src/engines/emitted-text.js';
import { instantiate, type KernelCode, type SharedMemory } from '../../src/engines/kernel.js';
import { linkJs } from '../../src/engines/link/js.js';
import { compileC, compilerKey, nativeCompiler } from '../../src/engines/native/compiler.js';
import { linkNative } from '../../src/engines/native/link-native.js';
import {
  type Bindings,
  type Engine,
  KERNEL_ENTRY,
  SOURCE_ROOT,
  specifierFrom,
  VARIANTS,
  type Variant,
} from '../../src/engines/sources.js';
import { keptKernel, keptKernelOfProduct, keptLibrary, keptLibraryOfProduct } from './kept-kernels.js';

const TESTS = fileURLToPath(new URL('../', import.meta.url));

export interface KernelChoice {
  /** Relative to tests/. */
  readonly entry: string;
  /** File name under src/protocols/. */
  readonly protocol: string;
  readonly engine: Engine;
  /**
   * With points at which another thread may act. `open`: as `stalled`, but with such a point in the window
   * (tests/runtime/window.open.ts). `contended`: as `detecting`, with one before each compare-and-swap
   * (tests/runtime/atomics.contended.ts).
   */
  readonly variant: Variant | 'open' | 'contended';
}

const loaded = new Map<string, Promise<KernelCode>>();

/** The code of a kernel: of the build if it is of the sources of today, or compiled from them once. */
export function codeOf(choice: KernelChoice): Promise<KernelCode> {
  const name = nameOf(choice);
  const code = loaded.get(name) ?? load(choice);
  loaded.set(name, code);
  return code;
}

async function load(choice: KernelChoice): Promise<KernelCode> {
  if (choice.engine === 'native') return { engine: 'native', library: await libraryOf(choice) };
  const bytes = await bytesOf(choice);
  if (choice.engine === 'js') return { engine: 'js', text: bytes.toString('utf8') };
  return { engine: 'wasm', module: new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>) };
}

async function libraryOf(choice: KernelChoice): Promise<string> {
  const { file, path, bindings } = partsOf(choice);
  if (path === `./${KERNEL_ENTRY}` && isOfProduct(choice.variant)) {
    return keptLibraryOfProduct(file, choice.variant);
  }
  const name = `${nameOf(choice)}.${compilerKey(await nativeCompiler())}.so`;
  return keptLibrary(name, async (folder) => compileC(await linkNative(bindings, path), name, folder));
}

/** What the compiler made of a kernel, to be read: JavaScript, C, or WebAssembly in text form. */
export async function textOf(choice: KernelChoice): Promise<string> {
  if (choice.engine === 'native') {
    const { path, bindings } = partsOf(choice);
    return linkNative(bindings, path);
  }
  const bytes = await bytesOf(choice);
  if (choice.engine === 'js') return bytes.toString('utf8');
  return wasmText(bytes);
}

/** The code of a kernel as the compiler left it. */
export function bytesOf(choice: KernelChoice): Promise<Buffer> {
  const { engine, variant } = choice;
  const { file, path, bindings } = partsOf(choice);
  if (path === `./${KERNEL_ENTRY}` && isOfProduct(variant)) {
    return keptKernelOfProduct(file, engine, variant);
  }
  return keptKernel(nameOf(choice), async () =>
    engine === 'js' ? linkJs(bindings, path) : compileWasm(bindings, path),
  );
}

/** The protocol's file, the entry module relative to the source root, and what the open names stand for. */
function partsOf({ entry, protocol, engine, variant }: KernelChoice) {
  const file = join(SOURCE_ROOT, 'protocols', protocol);
  const path = specifierFrom(SOURCE_ROOT, join(TESTS, entry));
  return { file, path, bindings: bindingsOf(file, engine, variant) };
}

/** As a file name. */
function nameOf({ entry, protocol, engine, variant }: KernelChoice): string {
  return [entry, protocol, variant, engine].join('.').replaceAll('/', '-');
}

function isOfProduct(variant: KernelChoice['variant']): variant is Variant {
  return (VARIANTS as readonly string[]).includes(variant);
}

function bindingsOf(protocolFile: string, engine: Engine, variant: KernelChoice['variant']): Bindings {
  if (isOfProduct(variant)) return bindingsFor(protocolFile, engine, variant);
  if (variant === 'open') {
    return { ...bindingsFor(protocolFile, engine, 'stalled'), '#window': join(TESTS, 'runtime/window.open.ts') };
  }
  const detecting = bindingsFor(protocolFile, engine, 'detecting');
  const contended = { '#memory': join(TESTS, 'runtime/atomics.contended.ts'), '#atomics': detecting['#memory'] };
  return { ...detecting, ...contended };
}

/** The time, in ms since the start of the run, at which everything happens in tests. */
export const TEST_TIME_MS = 42.5;

/** A memory with kernel instances on it, one for each thread that the test plays. */
export class TestBed<Exports> {
  readonly words: Int32Array;
  readonly #code: KernelCode;
  #other: (() => void) | undefined;

  constructor(
    code: KernelCode,
    readonly memory: SharedMemory,
  ) {
    this.#code = code;
    this.words = new Int32Array(memory.buffer);
  }

  /** A new instance: one more thread. */
  thread(): Exports {
    return instantiate(this.#code, this.memory, () => this.#tick()) as unknown as Exports;
  }

  /**
   * Has `action` run at the next point that the variant leaves to others, as if another thread did it. The clock is
   * read for events too: arm this right before the call that comes to the point.
   */
  atNextPoint(action: () => void): void {
    this.#other = action;
  }

  #tick(): number {
    const action = this.#other;
    this.#other = undefined;
    action?.();
    return TEST_TIME_MS;
  }

  read(address: number): number {
    return this.words[address >> 2] as number;
  }

  write(address: number, value: number): void {
    this.words[address >> 2] = value;
  }
}
