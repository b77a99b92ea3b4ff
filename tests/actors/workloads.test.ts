// The workloads of `scale`, played by one thread in tests: every operation is counted, and every reference accounted
// for.

import { describe, expect, test } from 'vitest';
import * as numbers from '../../src/actors/workload-numbers.js';
import { countersOf } from '../../src/arena/totals.js';
import { createScaleMemory, drawPicks, layOutTrial, pagesOf, type TrialShape } from '../../src/arena/trial-arena.js';
import type { Kernel } from '../../src/engines/kernel.js';
import * as kinds from '../../src/runtime/counters.js';
import { CONFIG_DATA_BASE, REFCOUNT, STOP } from '../../src/runtime/layout.js';
import { findWorkload, workloads } from '../../src/scenarios/workloads.js';
import { seededRandom } from '../../src/statistics/random.js';
import { codeOf, TestBed } from '../engines/test-kernel.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';

const ROUNDS = 2500; // two chunks and a half
const PAGE_BYTES = 128;

async function readied(name: string, protocol: string, engine: (typeof TESTED_ENGINES)[number], threads = 2) {
  const shape: TrialShape = { workload: findWorkload(name), threads, pages: 8 };
  const memory = createScaleMemory(engine, [shape]);
  const arena = layOutTrial(memory, engine, shape, drawPicks(shape, seededRandom(1)), 1);
  const code = await codeOf({
    protocol: `${protocol}.ts`,
    engine,
    variant: 'counting',
  });
  const bed = new TestBed<Kernel>(code, memory);
  const kernels = Array.from({ length: threads }, () => bed.thread());
  for (const [worker, kernel] of kernels.entries()) kernel.setup(worker);
  for (const kernel of kernels) kernel.populate();
  for (const kernel of kernels) kernel.ready(shape.workload.number);
  const pages = Array.from({ length: pagesOf(shape) }, (_, page) => arena.pagesBase + page * PAGE_BYTES);
  const counts = (worker: number): Uint32Array => countersOf(memory.buffer, worker);
  return { bed, kernels, pages, counts, number: shape.workload.number, words: arena.words };
}

describe.each(TESTED_ENGINES)('on %s', (engine) => {
  describe.each(['old', 'v4'])('%s', (protocol) => {
    test.each(['shared', 'read', 'private', 'spread', 'spread-zipf'])(
      '%s: gets = puts, and the pages live on',
      async (name) => {
        const { bed, kernels, pages, counts, number } = await readied(name, protocol, engine);
        for (const [worker, kernel] of kernels.entries()) {
          expect(kernel.measure(number, ROUNDS)).toBe(ROUNDS);
          const counted = counts(worker);
          expect(counted[kinds.ROUNDS]).toBe(ROUNDS);
          expect(counted[kinds.TRY_GETS]).toBe(ROUNDS);
          expect(counted[kinds.PUTS]).toBe(ROUNDS);
          expect(counted[kinds.FAILED_GETS]).toBe(0);
          expect(counted[kinds.FREES]).toBe(0);
        }
        for (const page of pages) expect(kernels[0]?.countOf(bed.read(page + REFCOUNT))).toBe(1);
      },
    );

    test('failed-get: none succeeds, none is put', async () => {
      const { bed, kernels, pages, counts, number } = await readied('failed-get', protocol, engine);
      kernels[0]?.measure(number, ROUNDS);
      expect(counts(0)[kinds.FAILED_GETS]).toBe(ROUNDS);
      expect(counts(0)[kinds.PUTS]).toBe(0);
      expect(kernels[0]?.countOf(bed.read((pages[0] as number) + REFCOUNT))).toBe(0);
    });

    test('free: every round frees', async () => {
      const { bed, kernels, pages, counts, number } = await readied('free', protocol, engine);
      kernels[1]?.measure(number, ROUNDS);
      expect(counts(1)[kinds.FREES]).toBe(ROUNDS);
      expect(counts(1)[kinds.PUTS]).toBe(ROUNDS);
      expect(bed.read((pages[1] as number) + REFCOUNT)).toBe(kernels[1]?.restingWord());
      expect(counts(1)[kinds.ABORTED_FREES]).toBe(0);
    });

    test('free-contended: alone, every put is the last', async () => {
      const { bed, kernels, pages, counts, number } = await readied('free-contended', protocol, engine);
      kernels[0]?.measure(number, ROUNDS);
      expect(counts(0)[kinds.FREES]).toBe(ROUNDS);
      expect(counts(0)[kinds.PUTS]).toBe(ROUNDS);
      expect(counts(0)[kinds.TRY_GETS]).toBe(0);
      expect(kernels[0]?.countOf(bed.read((pages[0] as number) + REFCOUNT))).toBe(1); // it was handed out again
    });

    test('free-contended: a get succeeds while the other worker holds the page', async () => {
      const { bed, kernels, pages, counts, number } = await readied('free-contended', protocol, engine);
      kernels[1]?.measure(number, 3); // get, put, get
      expect(counts(1)[kinds.TRY_GETS]).toBe(2);
      expect(counts(1)[kinds.FAILED_GETS]).toBe(0);
      expect(counts(1)[kinds.FREES]).toBe(0);
      expect(kernels[0]?.countOf(bed.read((pages[0] as number) + REFCOUNT))).toBe(2);
    });

    test('churn: rounds are counted', async () => {
      const { kernels, counts, number } = await readied('churn', protocol, engine);
      expect(kernels[0]?.measure(number, ROUNDS)).toBe(ROUNDS);
      expect(counts(0)[kinds.ROUNDS]).toBe(ROUNDS);
    });
  });

  test('read copies 64 bytes of the page to the worker that reads', async () => {
    const { bed, kernels, pages, number } = await readied('read', 'v4', engine);
    const contents = bed.read(CONFIG_DATA_BASE);
    const buffer = contents + (pages.length + 1) * PAGE_BYTES; // of worker 1
    for (let offset = 0; offset < 64; offset += 4) bed.write(contents + offset, offset + 1000);
    kernels[1]?.measure(number, 1);
    const copied = Array.from({ length: 17 }, (_, word) => bed.read(buffer + 4 * word));
    expect(copied).toEqual([...Array.from({ length: 16 }, (_, word) => 4 * word + 1000), 0]);
  });

  test('ceilings change the word as often as they say', async () => {
    const { bed, kernels, pages, counts, number } = await readied('fetch-add', 'old', engine);
    const word = (pages[0] as number) + REFCOUNT;
    kernels[0]?.measure(number, ROUNDS);
    expect(bed.read(word)).toBe(ROUNDS);
    kernels[0]?.measure(numbers.RAW_COMPARE_EXCHANGE, ROUNDS);
    expect(bed.read(word)).toBe(2 * ROUNDS);
    kernels[0]?.measure(numbers.RAW_LOAD, ROUNDS);
    expect(bed.read(word)).toBe(2 * ROUNDS);
    expect(counts(0)[kinds.CAS_RETRIES]).toBe(0);
  });

  test('a stopped run does nothing', async () => {
    const { bed, kernels, counts, number } = await readied('shared', 'v4', engine);
    bed.write(STOP, 1);
    expect(kernels[0]?.measure(number, ROUNDS)).toBe(0);
    expect(counts(0).every((count) => count === 0)).toBe(true);
  });
});

test('names and numbers of workloads are unique, but for the two draws of spread', () => {
  const names = workloads.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(workloads.map(({ number }) => number)).size).toBe(workloads.length - 1);
  expect(workloads.every(({ number }) => Object.values(numbers).includes(number))).toBe(true);
});
