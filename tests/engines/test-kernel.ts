// Kernels for tests: any entry module, bound to a protocol, an engine and a memory of the test's own.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileWasm } from '../../src/engines/compile-wasm.js';
import { instantiate, type KernelCode, type SharedMemory } from '../../src/engines/kernel.js';
import { linkJs } from '../../src/engines/link-js.js';
import {
  type Bindings,
  bindingsFor,
  type Engine,
  SOURCE_ROOT,
  specifierFrom,
  type Variant,
} from '../../src/engines/sources.js';

const TESTS = fileURLToPath(new URL('../', import.meta.url));

export interface KernelChoice {
  /** Relative to tests/. */
  readonly entry: string;
  /** File name under src/protocols/. */
  readonly protocol: string;
  readonly engine: Engine;
  /**
   * As `detecting`, but with points at which another thread may act. `open`: in the window
   * (tests/runtime/window.open.ts). `contended`: before each compare-and-swap (tests/runtime/atomics.contended.ts).
   */
  readonly variant: Variant | 'open' | 'contended';
}

type Output = KernelCode & { readonly text: string };

const compiled = new Map<string, Promise<Output>>();

/** The code of a kernel, compiled from the sources once per test file. */
export function codeOf(choice: KernelChoice): Promise<KernelCode> {
  return outputOf(choice);
}

/** What the compiler made of a kernel, to be read: WebAssembly text, or JavaScript. */
export async function textOf(choice: KernelChoice): Promise<string> {
  return (await outputOf(choice)).text;
}

function outputOf(choice: KernelChoice): Promise<Output> {
  const key = JSON.stringify([choice.entry, choice.protocol, choice.engine, choice.variant]);
  const known = compiled.get(key) ?? compile(choice);
  compiled.set(key, known);
  return known;
}

async function compile({ entry, protocol, engine, variant }: KernelChoice): Promise<Output> {
  const bindings = bindingsOf(join(SOURCE_ROOT, 'protocols', protocol), engine, variant);
  const path = specifierFrom(SOURCE_ROOT, join(TESTS, entry));
  if (engine === 'js') return { engine, text: await linkJs(bindings, path) };
  const { binary, text } = await compileWasm(bindings, path);
  return { engine, module: new WebAssembly.Module(binary as Uint8Array<ArrayBuffer>), text };
}

function bindingsOf(protocolFile: string, engine: Engine, variant: KernelChoice['variant']): Bindings {
  if (variant !== 'open' && variant !== 'contended') return bindingsFor(protocolFile, engine, variant);
  const detecting = bindingsFor(protocolFile, engine, 'detecting');
  if (variant === 'open') return { ...detecting, '#window': join(TESTS, 'runtime/window.open.ts') };
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
