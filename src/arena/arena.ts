// The shared memory of a run: how large it is, and the configuration that kernels read from it.

import { createMemory, type SharedMemory } from '../engines/kernel.js';
import type { Engine } from '../front-end/sources.js';
import {
  CONFIG_OBSERVED,
  CONFIG_STALL,
  CONFIG_STALL_AMOUNT,
  CONFIG_STALL_CHANCE,
  SLOT_BYTES,
  WORKER_BYTES,
  WORKER_SEED,
  WORKER_STALL_SEED,
  WORKERS_BASE,
} from '../runtime/layout.js';
import { GOLDEN, mixed } from '../statistics/random.js';
import { UsageError } from '../usage-error.js';
import { type Configuration, configurationWords } from './configuration.js';

export interface ArenaConfig extends Omit<Configuration, 'pagesBase' | 'slotsBase' | 'perThreadWordsAt'> {
  readonly engine: Engine;
  /** Words of each worker for each page, which the protocol asks for. */
  readonly perThreadWords?: number;
  /** The counters of observations, as CONFIG_OBSERVED has them. Absent: none. */
  readonly observed?: number;
  /** `kind` is one of layout.ts; `chance` from 0 to 1. */
  readonly stall: { readonly kind: number; readonly amount: number; readonly chance: number };
  readonly seed: number;
}

export interface Arena {
  readonly memory: SharedMemory;
  readonly words: Int32Array;
  readonly pagesBase: number;
  readonly slotsBase: number;
}

/** Kernel addresses are signed 32-bit integers. */
export const MAX_ARENA_BYTES = 2 ** 31 - 65536;

/** The word at byte `address`. @throws RangeError beyond the memory. */
export function readWord(words: Int32Array, address: number): number {
  const word = words[address >> 2];
  if (word === undefined) throw new RangeError(`address ${address} lies beyond the memory`);
  return word;
}

/** The settings that decide the size of an arena. */
type Sizes = Pick<ArenaConfig, 'workers' | 'pages' | 'pageBytes' | 'slots' | 'perThreadWords'>;

/** Bytes that a run needs. */
export function arenaBytes(config: Sizes): number {
  const { base, bytes } = perThreadWordsOf(config);
  return base + config.workers * bytes;
}

/** @throws UsageError when the system does not have the memory. */
export function createArena(config: ArenaConfig): Arena {
  return layOut(memoryFor(config.engine, arenaBytes(config)), config);
}

/** Memory of at least `bytes`. @throws UsageError when the system does not have it. */
export function memoryFor(engine: Engine, bytes: number): SharedMemory {
  try {
    return createMemory(engine, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError('the system has no memory for so many pages and threads: ask for fewer');
  }
}

/** Writes the configuration of a run into memory that is large enough for it; nobody may be running there. */
export function layOut(memory: SharedMemory, config: ArenaConfig): Arena {
  const words = new Int32Array(memory.buffer);
  const pagesBase = pagesBaseOf(config);
  const slotsBase = slotsBaseOf(config);
  const set = (address: number, value: number): void => {
    words[address >> 2] = value;
  };
  const { base, bytes, shift } = perThreadWordsOf(config);
  const perThreadWordsAt = { base: bytes === 0 ? 0 : base, bytes, shift };
  for (const [address, value] of configurationWords({ ...config, pagesBase, slotsBase, perThreadWordsAt })) {
    set(address, value);
  }
  set(CONFIG_OBSERVED, config.observed ?? 0);
  set(CONFIG_STALL, config.stall.kind);
  set(CONFIG_STALL_AMOUNT, config.stall.amount);
  set(CONFIG_STALL_CHANCE, Math.round(config.stall.chance * 0x7fffffff));
  for (let worker = 0; worker < config.workers; worker++) {
    const block = WORKERS_BASE + worker * WORKER_BYTES;
    set(block + WORKER_SEED, seedOf(config.seed, 2 * worker));
    set(block + WORKER_STALL_SEED, seedOf(config.seed, 2 * worker + 1));
  }
  return { memory, words, pagesBase, slotsBase };
}

/** Nonzero seeds that differ widely for neighbouring streams. */
function seedOf(seed: number, stream: number): number {
  return mixed(seed + Math.imul(stream + 1, GOLDEN)) || 1;
}

function slotsBaseOf(config: Pick<ArenaConfig, 'workers'>): number {
  return WORKERS_BASE + config.workers * WORKER_BYTES;
}

function pagesBaseOf(config: Pick<ArenaConfig, 'workers' | 'slots' | 'pageBytes'>): number {
  const behindSlots = slotsBaseOf(config) + config.slots * SLOT_BYTES;
  return Math.ceil(behindSlots / config.pageBytes) * config.pageBytes;
}

/** A pair of cache lines: see runtime/layout.ts. */
const LINES = 128;

/** Returns the layout of each worker's words, behind the pages: see runtime/per-thread-words.ts. */
function perThreadWordsOf(config: Sizes): { base: number; bytes: number; shift: number } {
  const { pages, pageBytes, perThreadWords = 0 } = config;
  const end = pagesBaseOf(config) + pages * pageBytes;
  if (perThreadWords === 0) return { base: end, bytes: 0, shift: 0 };
  const perPage = bytesForWords(perThreadWords);
  return {
    base: Math.ceil(end / LINES) * LINES,
    bytes: Math.ceil((pages * perPage) / LINES) * LINES,
    shift: Math.log2(pageBytes / perPage),
  };
}

/** The bytes that so many words of a worker take for a page. */
export function bytesForWords(perThreadWords: number): number {
  return perThreadWords === 0 ? 0 : 4 * 2 ** Math.ceil(Math.log2(perThreadWords));
}

/** The bytes that a page's count takes: its own word, and those that each of `workers` has for it. */
export function countBytes(perThreadWords: number, workers: number): number {
  return 4 + workers * bytesForWords(perThreadWords);
}
