// Compare-and-swap loops and single attempts, with another thread that changes the word between look and attempt.

import { describe, expect, test } from 'vitest';
import { CAS_RETRIES } from '../../src/runtime/counters.js';
import { pageMakers } from './contract.js';

const FROZEN = -(2 ** 31);
const LIMIT = 2 ** 30;

for (const [engine, makePage] of await pageMakers('old.ts', 'contended')) {
  describe(`old on ${engine}`, () => {
    test('tryGet goes round again when another get came first', () => {
      const page = makePage().alive(1);
      expect(page.meanwhile(() => page.tryGet()).tryGet()).toBe(true);
      expect([page.count, page.told(CAS_RETRIES)]).toEqual([3, 1]);
    });

    test('tryGet gives up when the page died meanwhile', () => {
      const page = makePage().alive(1);
      expect(page.meanwhile(() => page.put()).tryGet()).toBe(false);
      expect([page.word, page.told(CAS_RETRIES)]).toEqual([0, 1]);
    });

    test('freeze loses to a get that came first', () => {
      const page = makePage().alive(1);
      expect(page.meanwhile(() => page.tryGet()).freeze(1)).toBe(false);
      expect(page.count).toBe(2);
    });
  });
}

for (const [engine, makePage] of await pageMakers('v4.ts', 'contended')) {
  describe(`v4 on ${engine}`, () => {
    test('a reset at the limit takes back the failed gets that come meanwhile', () => {
      const page = makePage();
      page.word = FROZEN + LIMIT - 1;
      const others = () => {
        page.word += 5;
      };
      expect(page.meanwhile(others).tryGet()).toBe(false);
      expect(page.word).toBe(FROZEN);
    });

    test('a reset at the limit is content with the reset of another', () => {
      const page = makePage();
      page.word = FROZEN + LIMIT - 1;
      expect(page.meanwhile(() => page.tryGet()).tryGet()).toBe(false);
      expect(page.word).toBe(FROZEN);
    });

    test('a reset at the limit leaves alone the page that was handed out meanwhile', () => {
      const page = makePage();
      page.word = FROZEN + LIMIT - 1;
      expect(page.meanwhile(() => page.alive(1)).tryGet()).toBe(false);
      expect(page.word).toBe(1);
    });

    test('freeze loses to a get that came first', () => {
      const page = makePage().alive(1);
      expect(page.meanwhile(() => page.tryGet()).freeze(1)).toBe(false);
      expect(page.count).toBe(2);
    });
  });
}
