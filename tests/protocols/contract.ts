// The contract of a protocol as tests see it: one page's word, and the functions over it.

import { createMemory } from '../../src/engines/kernel.js';
import type { Engine } from '../../src/front-end/sources.js';
import {
  CONFIG_WORKER_WORDS_BASE,
  CONFIG_WORKER_WORDS_BYTES,
  CONFIG_WORKER_WORDS_SHIFT,
  CONFIG_WORKERS,
  WORKERS_BASE,
} from '../../src/runtime/layout.js';
import { codeOf, type KernelChoice, TestBed } from '../engines/test-kernel.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';

/** Exports of contract.kernel.ts; a boolean arrives as 0 or 1. */
interface Exports {
  free(): number;
  init(word: number): void;
  tryGet(word: number): number;
  get(word: number): void;
  put(word: number): number;
  tryGetMany(word: number, references: number): number;
  putMany(word: number, references: number): number;
  freeze(word: number, expected: number): number;
  unfreeze(word: number, references: number): void;
  count(value: number): number;
  countAt(word: number): number;
  setUpPerThreadWords(worker: number, pagesBase: number): void;
}

/** Address of the word under test, away from the control words and the worker's block. */
const WORD = 4096;
/** Address of the words of the workers for it, a pair of lines apart. */
const PER_THREAD_WORDS = 4096 + 1024;
/** As many as tests play. */
const WORKERS = 3;

/** A page's word with the protocol's functions bound to it. */
export class Page {
  readonly #bed: TestBed<Exports>;
  readonly #threads: readonly Exports[];
  #worker = 0;

  constructor(bed: TestBed<Exports>) {
    this.#bed = bed;
    bed.write(CONFIG_WORKERS, WORKERS);
    bed.write(CONFIG_WORKER_WORDS_BASE, PER_THREAD_WORDS);
    bed.write(CONFIG_WORKER_WORDS_BYTES, 128);
    bed.write(CONFIG_WORKER_WORDS_SHIFT, 4);
    this.#threads = Array.from({ length: WORKERS }, (_, worker) => {
      const thread = bed.thread();
      thread.setUpPerThreadWords(worker, WORD);
      return thread;
    });
    this.word = this.free;
  }

  get #exports(): Exports {
    return this.#threads[this.#worker] as Exports;
  }

  /** From now on `worker`, from 0, calls the functions. */
  by(worker: number): this {
    this.#worker = worker;
    return this;
  }

  /** The word of `worker` for the page. */
  wordOf(worker: number): number {
    return this.#bed.read(PER_THREAD_WORDS + worker * 128);
  }

  get word(): number {
    return this.#bed.read(WORD);
  }

  set word(value: number) {
    this.#bed.write(WORD, value);
  }

  /** The resting word: FREE. */
  get free(): number {
    return this.#exports.free();
  }

  get count(): number {
    return this.#exports.countAt(WORD);
  }

  /** Initialises the page and takes references until it has `references`. */
  alive(references: number): this {
    this.#exports.init(WORD);
    for (let taken = 1; taken < references; taken++) this.#exports.get(WORD);
    return this;
  }

  tryGet(): boolean {
    return Boolean(this.#exports.tryGet(WORD));
  }

  put(): boolean {
    return Boolean(this.#exports.put(WORD));
  }

  tryGetMany(references: number): boolean {
    return Boolean(this.#exports.tryGetMany(WORD, references));
  }

  putMany(references: number): boolean {
    return Boolean(this.#exports.putMany(WORD, references));
  }

  freeze(expected: number): boolean {
    return Boolean(this.#exports.freeze(WORD, expected));
  }

  unfreeze(references: number): void {
    this.#exports.unfreeze(WORD, references);
  }

  /** The names that the protocol exports. */
  get names(): string[] {
    return Object.keys(this.#exports).filter((name) => name !== 'setUpPerThreadWords');
  }

  /** put() while another thread does `action` between its steps; nothing, if the protocol has only one step. */
  putWhile(action: () => void): boolean {
    return this.meanwhile(action).put();
  }

  /** Has another thread do `action` at the next point that the kernel leaves to others. */
  meanwhile(action: () => void): this {
    this.#bed.atNextPoint(action);
    return this;
  }

  /** Returns how many of `kind` the protocol told the probes. */
  told(kind: number): number {
    return this.#bed.read(WORKERS_BASE + kind * 4);
  }
}

/** Makes free pages of `protocol`, each in a memory of its own. */
export type PageMaker = () => Page;

/** A maker of free pages for each of `engines`. */
export async function pageMakers(
  protocol: string,
  variant: KernelChoice['variant'] = 'open',
  engines: readonly Engine[] = TESTED_ENGINES,
): Promise<[Engine, PageMaker][]> {
  return Promise.all(
    engines.map(async (engine): Promise<[Engine, PageMaker]> => {
      const entry = 'protocols/contract.kernel.ts';
      const code = await codeOf({ entry, protocol, engine, variant });
      return [engine, () => new Page(new TestBed<Exports>(code, createMemory(engine, 8192)))];
    }),
  );
}
