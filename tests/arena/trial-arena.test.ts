import { describe, expect, test } from 'vitest';
import { createScaleMemory, drawPicks, layOutTrial, pagesOf, scaleBytes } from '../../src/arena/trial-arena.js';
import { CONFIG_DATA_BASE, CONFIG_PICKS_BASE, PICKS, STOP } from '../../src/runtime/layout.js';
import { findWorkload } from '../../src/scenarios/workloads.js';
import { seededRandom } from '../../src/statistics/random.js';

const shape = (name: string, threads: number, pages = 64) => ({ workload: findWorkload(name), threads, pages });

test('a trial has a page for each thread at least', () => {
  expect(pagesOf(shape('shared', 1))).toBe(1);
  expect(pagesOf(shape('private', 8))).toBe(8);
  expect(pagesOf(shape('spread', 8))).toBe(64);
  expect(pagesOf(shape('spread', 8, 2))).toBe(8);
});

test('pages, contents, copies and picks lie behind one another', () => {
  const trial = shape('spread', 3, 10);
  const arena = layOutTrial(createScaleMemory('js', [trial]), 'js', trial, drawPicks(trial, seededRandom(1)), 1);
  const { words, pagesBase } = arena;
  expect(words[CONFIG_DATA_BASE >> 2]).toBe(pagesBase + 10 * 128);
  expect(words[CONFIG_PICKS_BASE >> 2]).toBe(pagesBase + (10 + 10 + 3) * 128);
  expect((words[CONFIG_PICKS_BASE >> 2] as number) + 4 * PICKS).toBe(scaleBytes([trial]));
});

test('memory for the largest trial serves the others, which start afresh', () => {
  const [large, small] = [shape('spread', 4, 1000), shape('shared', 1)];
  const memory = createScaleMemory('wasm', [small, large]);
  layOutTrial(memory, 'wasm', large, drawPicks(large, seededRandom(1)), 1);
  const { words, pagesBase } = layOutTrial(memory, 'wasm', small, drawPicks(small, seededRandom(1)), 1);
  const picks = words.subarray((words[CONFIG_PICKS_BASE >> 2] as number) >> 2).subarray(0, PICKS);
  expect(picks.every((pick) => pick === pagesBase)).toBe(true);
  words[STOP >> 2] = 1;
  layOutTrial(memory, 'wasm', small, drawPicks(small, seededRandom(1)), 1);
  expect(words[STOP >> 2]).toBe(0);
});

describe('picks', () => {
  const counts = (name: string, pages: number): number[] => {
    const counted = new Array<number>(pages).fill(0);
    for (const pick of drawPicks(shape(name, 1, pages), seededRandom(9))) counted[pick] = (counted[pick] as number) + 1;
    return counted;
  };

  test('uniform: every page about as often', () => {
    const counted = counts('spread', 16);
    expect(counted.reduce((sum, count) => sum + count)).toBe(PICKS);
    expect(Math.min(...counted)).toBeGreaterThan(PICKS / 16 / 1.5);
    expect(Math.max(...counted)).toBeLessThan((PICKS / 16) * 1.5);
  });

  test('Zipf: page k about 1/k as often as the first', () => {
    const counted = counts('spread-zipf', 64);
    const [first = 0, second = 0, , fourth = 0] = counted;
    const harmonic = Array.from({ length: 64 }, (_, index) => 1 / (index + 1)).reduce((sum, weight) => sum + weight);
    expect(first / (PICKS / harmonic)).toBeCloseTo(1, 0);
    expect(first / second).toBeGreaterThan(1.7);
    expect(first / second).toBeLessThan(2.3);
    expect(first / fourth).toBeGreaterThan(3.2);
    expect(first / fourth).toBeLessThan(4.8);
  });
});
