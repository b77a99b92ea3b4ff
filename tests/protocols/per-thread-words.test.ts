// Tests of what only several workers show of the protocols that have words of each: where a reference is counted, who
// pays at the end, and that whoever drops the last one destroys the page.

import { describe, expect, test } from 'vitest';
import { exportsOf } from '../../src/front-end/front-end.js';
import { SOURCE_ROOT } from '../../src/front-end/sources.js';
import { pageMakers } from './contract.js';

const percpu = exportsOf(`${SOURCE_ROOT}protocols/percpu.ts`);
const [CLOSED, OPEN, SPREAD] = ['CLOSED', 'OPEN', 'SPREAD'].map((name) => {
  const constant = percpu.get(name);
  if (constant?.kind !== 'variable') throw new Error(`percpu has no constant ${name}`);
  return constant.initial;
}) as [number, number, number];

const BIASED = 2 ** 30;

for (const [engine, makePage] of await pageMakers('percpu.ts')) {
  describe(`percpu on ${engine}`, () => {
    test('after its first get a worker leaves the word of the page alone', () => {
      const page = makePage().alive(1);
      expect(page.by(1).tryGet()).toBe(true);
      expect([page.word, page.wordOf(1), page.wordOf(2)]).toEqual([SPREAD + 1, OPEN + 1, CLOSED]);
      expect([page.tryGet(), page.put(), page.put(), page.tryGet(), page.put()]).toEqual([
        true,
        false,
        false,
        true,
        false,
      ]);
      expect([page.word, page.wordOf(1), page.count]).toEqual([SPREAD + 1, OPEN, 1]);
    });

    test('who finds nothing of its own gathers what the others have, and all count in one word from then on', () => {
      const page = makePage().alive(1);
      page.by(1).tryGet();
      page.by(2).tryGet();
      expect(page.by(0).put()).toBe(false);
      expect([page.word, page.wordOf(1), page.wordOf(2), page.count]).toEqual([2, CLOSED, CLOSED, 2]);
      expect([page.by(1).tryGet(), page.word]).toEqual([true, 3]);
      expect([page.put(), page.put(), page.by(2).put(), page.word]).toEqual([false, false, true, 0]);
    });

    test.each([
      [1, 2],
      [2, 1],
    ])('references that worker %i took may be put by worker %i', (taker, dropper) => {
      const page = makePage().alive(1);
      page.by(taker).tryGet();
      page.by(taker).tryGet();
      expect([page.by(dropper).put(), page.count, page.put(), page.count]).toEqual([false, 2, false, 1]);
      expect([page.by(0).put(), page.count]).toEqual([true, 0]);
    });

    test('a get in the window of the kill takes the page back', () => {
      const page = makePage().alive(1);
      let taken = false;
      const destroyed = page.putWhile(() => {
        taken = page.by(1).tryGet();
      });
      expect([destroyed, taken, page.count, page.wordOf(1)]).toEqual([false, true, 1, CLOSED]);
      expect(page.by(1).put()).toBe(true);
    });

    test('a put in the window of the kill leaves the page to whoever gathers', () => {
      const page = makePage().alive(1);
      page.by(1).tryGet();
      let last = true;
      const destroyed = page.by(0).putWhile(() => {
        last = page.by(1).put();
      });
      expect([destroyed, last, page.word]).toEqual([true, false, 0]);
    });

    test('freeze gathers, and loses to a reference in a word of another worker', () => {
      const page = makePage().alive(1);
      page.by(1).tryGet();
      expect([page.by(0).freeze(1), page.freeze(2), page.by(1).tryGet(), page.count]).toEqual([false, true, false, 0]);
    });
  });
}

for (const [engine, makePage] of await pageMakers('biased.ts')) {
  describe(`biased on ${engine}`, () => {
    test('the owner counts in its own word, the others in the page', () => {
      const page = makePage().by(1).alive(1);
      expect([page.tryGet(), page.word, page.wordOf(1)]).toEqual([true, BIASED, 2]);
      expect([page.by(2).tryGet(), page.word, page.wordOf(2), page.count]).toEqual([true, BIASED + 1, 0, 3]);
      expect([page.put(), page.by(1).put(), page.word, page.wordOf(1)]).toEqual([false, false, BIASED, 1]);
    });

    test('merges when the part of the owner is used up', () => {
      const page = makePage().alive(1);
      page.by(1).tryGet();
      expect([page.by(0).put(), page.word, page.wordOf(0)]).toEqual([false, 1, 0]);
      expect([page.by(1).put(), page.word]).toEqual([true, 0]);
    });

    test('whoever drops more than the page counts takes the bias, and destroys what nobody holds', () => {
      const page = makePage().alive(2);
      expect([page.by(1).put(), page.word, page.wordOf(0)]).toEqual([false, 1, 0]);
      expect([page.by(2).put(), page.word]).toEqual([true, 0]);
    });

    test('the next owner is whoever is handed the page', () => {
      const page = makePage().alive(1);
      page.by(2).put();
      page.by(1).alive(1);
      expect([page.wordOf(0), page.wordOf(1), page.tryGet(), page.wordOf(1)]).toEqual([0, 1, true, 2]);
    });

    test('a get in the window of the merge takes the page back', () => {
      const page = makePage().alive(1);
      const destroyed = page.putWhile(() => page.by(1).tryGet());
      expect([destroyed, page.word, page.by(1).put()]).toEqual([false, 1, true]);
    });
  });
}
