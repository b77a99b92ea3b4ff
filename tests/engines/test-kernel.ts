// Kernels for tests: any entry module, bound to a protocol, an engine and a memory of the test's own.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instantiate, type KernelCode, type SharedMemory } from '../../src/engines/kernel.js';
import { libraryOf } from '../../src/engines/native/library-cache.js';
import { kernelModule, moduleOf } from '../../src/front-end/front-end.js';
import type { PortableModule } from '../../src/front-end/portable-module.js';
import { type Bindings, type Engine, SOURCE_ROOT, type Variant } from '../../src/front-end/sources.js';
import { printC } from '../../src/printers/c/print-module.js';
import { ATOMICS } from '../../src/printers/js/intrinsics.js';
import { printJs } from '../../src/printers/js/print-module.js';
import { printWasm } from '../../src/printers/wasm/print-module.js';

const TESTS = fileURLToPath(new URL('../', import.meta.url));

export interface KernelChoice {
  /** Relative to tests/; absent: that of the product. */
  readonly entry?: string;
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

const OVERRIDES: Readonly<Record<'open' | 'contended', { readonly as: Variant } & Partial<Bindings>>> = {
  open: { as: 'stalled', '#window': join(TESTS, 'runtime/window.open.ts') },
  contended: { as: 'detecting', '#memory': join(TESTS, 'runtime/atomics.contended.ts') },
};

const loaded = new Map<string, Promise<KernelCode>>();

/** The code of a kernel, made once. */
export function codeOf(choice: KernelChoice): Promise<KernelCode> {
  const { entry, protocol, engine, variant } = choice;
  const name = [entry, protocol, engine, variant].join();
  const code = loaded.get(name) ?? load(choice);
  loaded.set(name, code);
  return code;
}

async function load(choice: KernelChoice): Promise<KernelCode> {
  const module = moduleFor(choice);
  const { engine, variant } = choice;
  const measured = variant === 'counting' || variant === 'bare';
  switch (engine) {
    case 'wasm':
      return { engine, module: new WebAssembly.Module(printWasm(module, { measured })) };
    case 'js':
      return { engine, text: printJs(module, ATOMICS) };
    case 'native': {
      return { engine, library: await libraryOf(printC(module, { measured })) };
    }
  }
}

export function moduleFor({ entry, protocol, variant }: Omit<KernelChoice, 'engine'>): PortableModule {
  const protocolFile = join(SOURCE_ROOT, 'protocols', protocol);
  const { as, ...overrides } = variant === 'open' || variant === 'contended' ? OVERRIDES[variant] : { as: variant };
  if (entry === undefined) return kernelModule({ protocolFile }, as);
  return moduleOf(join(TESTS, entry), protocolFile, as, overrides);
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
