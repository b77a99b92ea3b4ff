// The memory of a trial: an arena, with the contents of the pages and the table of picks behind it. One memory serves
// all trials of an engine, so that workers keep their kernels.

import type { SharedMemory } from '../engines/kernel.js';
import type { Engine } from '../front-end/sources.js';
import { ABANDON, ARRIVED, CONFIG_DATA_BASE, CONFIG_PICKS_BASE, GATE, PICKS, STOP } from '../runtime/layout.js';
import type { Workload } from '../scenarios/workloads.js';
import { below, type Random } from '../statistics/random.js';
import { type Arena, type ArenaConfig, arenaBytes, layOut, memoryFor } from './arena.js';

export interface TrialShape {
  readonly workload: Workload;
  readonly threads: number;
  /** The value of --pages. */
  readonly pages: number;
  /** Words of each worker for each page, which the protocol asks for. */
  readonly perThreadWords?: number;
}

/** Two cache lines apart, so that threads contend for a page and not for its neighbour. */
export const TRIAL_PAGE_BYTES = 128;

/** Pages of a trial: one for each thread at least, since a worker's own page is found by its number. */
export function pagesOf({ workload, threads, pages }: TrialShape): number {
  return Math.max(workload.pages ?? pages, threads);
}

/** Bytes that the largest of `shapes` needs. */
export function scaleBytes(shapes: readonly TrialShape[]): number {
  return Math.max(...shapes.map((shape) => picksBase(shape) + PICKS * 4));
}

/** @throws UsageError when the system does not have the memory. */
export function createScaleMemory(engine: Engine, shapes: readonly TrialShape[]): SharedMemory {
  return memoryFor(engine, scaleBytes(shapes));
}

/** Makes `memory` ready for a trial. `picks` are page numbers. */
export function layOutTrial(
  memory: SharedMemory,
  engine: Engine,
  shape: TrialShape,
  picks: Uint32Array,
  seed: number,
): Arena {
  const arena = layOut(memory, { ...sizes(shape), ...PLAIN, engine, seed });
  const { words, pagesBase } = arena;
  words[CONFIG_DATA_BASE >> 2] = dataBase(shape);
  words[CONFIG_PICKS_BASE >> 2] = picksBase(shape);
  words.set(
    picks.map((pick) => pagesBase + pick * TRIAL_PAGE_BYTES),
    picksBase(shape) >> 2,
  );
  for (const address of [STOP, ABANDON, ARRIVED, GATE]) Atomics.store(words, address >> 2, 0);
  return arena;
}

export const PLAIN = {
  lookedUp: true, // a captured destructor would add nothing to a measurement of one type
  recheck: true,
  stall: { kind: 0, amount: 0, chance: 0 },
} satisfies Partial<ArenaConfig>;

function sizes(shape: TrialShape): Pick<ArenaConfig, 'workers' | 'pages' | 'pageBytes' | 'slots' | 'perThreadWords'> {
  const { threads: workers, workload, perThreadWords = 0 } = shape;
  return { workers, pages: pagesOf(shape), pageBytes: TRIAL_PAGE_BYTES, slots: workload.slots, perThreadWords };
}

function dataBase(shape: TrialShape): number {
  return arenaBytes(sizes(shape));
}

function picksBase(shape: TrialShape): number {
  return dataBase(shape) + (pagesOf(shape) + shape.threads) * TRIAL_PAGE_BYTES;
}

/** Page numbers in the order of visits, drawn as the workload says. */
export function drawPicks(shape: TrialShape, random: Random): Uint32Array {
  const pages = pagesOf(shape);
  if (shape.workload.draw === 'zipf') return drawZipf(pages, random);
  return Uint32Array.from({ length: PICKS }, () => below(random, pages));
}

/** Page k, counted from 1, as often as 1/k: by inverting the cumulated weights. */
function drawZipf(pages: number, random: Random): Uint32Array {
  const cumulated = new Float64Array(pages);
  let sum = 0;
  for (let page = 0; page < pages; page++) cumulated[page] = sum += 1 / (page + 1);
  return Uint32Array.from({ length: PICKS }, () => {
    const wanted = random() * sum;
    let [low, high] = [0, pages - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
