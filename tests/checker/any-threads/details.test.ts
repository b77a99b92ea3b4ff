// The details of the method, each taken out of its sources: then views are missing, the verifier refutes what is proved, or
// what holds is not proved any more.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { certificateText, certified } from '../../../src/checker/any-threads/certificate.js';
import { wordsOf } from '../../../src/checker/any-threads/count-word.js';
import * as unaltered from '../../../src/checker/any-threads/prove.js';
import { NoProof, verify } from '../../../src/checker/any-threads/verify.js';
import { sc } from '../../../src/checker/memory/sc/sc.js';
import type { KernelSystem } from '../../../src/checker/model/kernel-model.js';
import { bitOf, propertyOf } from '../../../src/checker/monitors/property-bits.js';
import { slice } from '../../slow.js';
import { Containment, exactModel, forEachState, modelToProve, programToProve, type Question } from './containment.js';

const BUILT = fileURLToPath(new URL('../../../dist/checker/any-threads/', import.meta.url));
const copies: string[] = [];

afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true });
});

/** The search with `replacement` in the place of `find`, which must be there once. */
async function searchWith(find: string | RegExp, replacement: string): Promise<typeof unaltered> {
  const copy = mkdtempSync(join(tmpdir(), 'any-threads-'));
  copies.push(copy);
  let places = 0;
  for (const file of readdirSync(BUILT).filter((name) => name.endsWith('.js') && name !== 'verify.js')) {
    const text = readFileSync(join(BUILT, file), 'utf8');
    places += text.split(find).length - 1;
    const altered = text
      .replace(/^\/\/# sourceMappingURL.*$/m, '')
      .replace(find, () => replacement)
      .replace(/'(\.\.\/[^']+\.js)'/g, (_, path) => `'${new URL(path, pathToFileURL(BUILT))}'`);
    writeFileSync(join(copy, file.replace(/\.js$/, '.mjs')), altered.replace(/'(\.\/[^']+)\.js'/g, "'$1.mjs'"));
  }
  if (places !== 1) throw new Error(`the sources do not have once: ${find}`);
  return import(pathToFileURL(join(copy, 'prove.mjs')).href);
}

/** Outcome of a proof: `proved`, the reason why the method cannot tell, what is violated, or that views are missing. */
function tried({ prove }: typeof unaltered, protocol: string, scenario: string): string {
  const question: Question = { protocol, scenario, dtor: 'looked-up' };
  const model = modelToProve(question);
  const proof = prove(sc.over(model), { maxStates: 100_000 });
  const violated = [...proof.violations.keys()].map(propertyOf).sort().join();
  if (proof.undecided !== undefined) return [violated, proof.undecided].filter((text) => text !== '').join('; ');
  if (!proof.complete) return 'no end';
  const containment = new Containment(proof, model);
  let outside = 0;
  for (const [threads, rounds] of [
    [3, 3],
    [5, 1],
  ] as const) {
    const exact = exactModel(question, threads, rounds);
    const outsideOf = containment.of(exact);
    if (outside > 0) break;
    forEachState(exact, 100_000, (fields) => {
      if (outside === 0) outside = outsideOf(fields).length;
    });
  }
  if (outside > 0) return 'views are missing';
  return violated || (refutation(question, proof, sc.over(model)) ?? 'proved');
}

/** The reason why the verifier confirms nothing, if so. */
function refutation(question: Question, proof: unaltered.Proof, of: KernelSystem): string | undefined {
  const text = [...certificateText({ proved: [] }, proof, of)].join('');
  const system = sc.over(modelToProve(question));
  const proved = [...proof.violations.keys()].reduce((bits, bit) => bits & ~(1 << bit), -1);
  const certificate = certified(JSON.parse(text), system, programToProve(question));
  try {
    for (const _ of verify(system, certificate, { proved, useAfterFree: 1 << bitOf('useAfterFree') }));
    return undefined;
  } catch (error) {
    if (!(error instanceof NoProof)) throw error;
    return `refuted: ${error.message}`;
  }
}

const known = new Map<string, string>();

/** Outcome of the search as it is. */
function usual(protocol: string, scenario: string): string {
  const question = `${protocol} ${scenario}`;
  const outcome = known.get(question) ?? tried(unaltered, protocol, scenario);
  known.set(question, outcome);
  return outcome;
}

const NOT_ADDED = 'a thread takes off the count what nobody has added';
const MISSING = 'views are missing';

const DETAILS = [
  {
    without: 'an end where somebody takes off what nobody has added',
    find: 'if (owned.residue < amount || (owned.residue >= MANY && amount > 1))',
    replacement: 'owned.residue = Math.max(owned.residue, amount); if (false)',
    ...{ protocol: 'undo-failed-get', scenario: 'late-pin', as: NOT_ADDED, instead: MISSING },
  },
  {
    without: 'the residue of shares of threads that end',
    ...{ find: 'owned.residue += owned.share;', replacement: '' },
    ...{ protocol: 'freeze-first', scenario: 'stale', as: 'proved', instead: MISSING },
  },
  {
    without: 'a share for the slot that publishes',
    ...{ find: 'owned.residue++;', replacement: '' },
    ...{ protocol: 'old', scenario: 'getters', as: 'proved', instead: `underflow; ${NOT_ADDED}` },
  },
  {
    without: 'a reference for the index when a page is unfrozen',
    ...{ find: /owned\.residue = 1;\s+owned\.share--/, replacement: '' },
    ...{ protocol: 'old', scenario: 'freezer', as: 'proved', instead: NOT_ADDED },
  },
  {
    without: 'the end of all shares at a store',
    ...{ find: 'return resets;', replacement: 'return false;' },
    ...{ protocol: 'v4-rfc', scenario: 'overflow', as: 'stolenFree', instead: MISSING },
  },
  {
    without: 'counts of 3 and more',
    ...{ find: 'if (amount < BIG)', replacement: 'if (amount >= BIG) return []; if (true)' },
    ...{ protocol: 'old', scenario: 'pin', as: 'proved', instead: MISSING },
  },
  {
    without: 'residues of 2 and more',
    find: 'Math.min(MANY, owned.residue)',
    replacement: 'Math.min(1, owned.residue)',
    ...{ protocol: 'freeze-first', scenario: 'overflow', as: 'proved', instead: MISSING },
  },
  {
    without: 'failed gets that are very many',
    ...{ find: '[MANY, BIG, RESET]', replacement: '[MANY, BIG]' },
    ...{ protocol: 'v4-blind-loop', scenario: 'overflow', as: `liveReset; ${NOT_ADDED}`, instead: 'stolenFree' },
  },
  {
    without: 'live generations that become stale',
    ...{ find: /if \(value === LIVE_NOW\)\s+return STALE_ODD/, replacement: '' },
    ...{ protocol: 'freeze-first', scenario: 'stale', as: 'proved', instead: MISSING },
  },
  {
    without: 'free generations that become stale',
    ...{ find: /if \(value === FREE_NOW\)\s+return STALE_EVEN/, replacement: '' },
    ...{ protocol: 'freeze-first', scenario: 'stale', as: 'proved', instead: 'a generation changes by more than 1' },
  },
  {
    without: 'steps of third threads',
    ...{ find: 'this.#moveBefore(third, first, second, rest);', replacement: '' },
    ...{ protocol: 'old', scenario: 'getters', as: 'proved', instead: MISSING },
  },
  {
    without: 'more shares of others than two',
    ...{ find: 'others < MANY ? 0 : AT_LEAST', replacement: '0' },
    ...{ protocol: 'assume-one', scenario: 'late-pin', as: 'proved' },
    instead: 'refuted: a view is missing that a step leads to',
  },
  {
    without: 'other holders of a page that is freed',
    ...{ find: 'frees(forOthers) && other.holds > 0', replacement: 'false' },
    ...{ protocol: 'check-then-put', scenario: 'walker', as: `underflow,useAfterFree; ${NOT_ADDED}` },
    instead: `underflow; ${NOT_ADDED}`,
  },
  {
    without: 'the audit of threads that have ended',
    find: 'this.#report(this.#steps.atRest(first.shared), NOBODY)',
    replacement: '',
    ...{
      protocol: 'split-put',
      scenario: 'two-puts',
      as: 'leak',
      instead: 'refuted: a step violates what is said to be proved',
    },
  },
  {
    without: 'somebody who owes the page a free',
    ...{ find: 'owned.owes |= PAGE', replacement: '' },
    ...{ protocol: 'old', scenario: 'email', as: 'proved', instead: 'leak' },
  },
  {
    without: 'somebody who owes a free because he stored a count of nobody',
    ...{ find: 'stores || owned.base', replacement: 'owned.base' },
    ...{ protocol: 'check-then-put', scenario: 'two-puts', as: 'proved', instead: 'leak' },
  },
  {
    without: 'somebody who owes a slot its lock',
    ...{ find: 'owned.owes |= LOCK', replacement: '' },
    ...{ protocol: 'old', scenario: 'freezer', as: 'proved', instead: 'leak' },
  },
  {
    without: 'debts that end where somebody freezes the page',
    ...{ find: 'owned.base !== base || ', replacement: '' },
    ...{ protocol: 'v4', scenario: 'overflow', as: 'stolenFree', instead: 'leak,stolenFree' },
  },
];

test.each(slice(DETAILS, 5))('without $without', async ({ find, replacement, protocol, scenario, as, instead }) => {
  expect(usual(protocol, scenario)).toBe(as);
  expect(tried(await searchWith(find, replacement), protocol, scenario)).toBe(instead);
});

test('a compare-and-swap of a count that is big may find what it expects, and something else', () => {
  const [usual] = wordsOf(0, 4) as [number];
  expect(wordsOf(0, 4)).toHaveLength(1);
  expect(wordsOf(0, 4, usual)).toEqual([usual, expect.any(Number)]);
  expect(wordsOf(0, 4, 4)).toEqual([4, usual]);
  expect(new Set(wordsOf(0, 4, usual)).size).toBe(2);
  expect(wordsOf(0, 2, 3)).toEqual([2]);
  expect(wordsOf(0, 4, 2)).toEqual([usual]);
  // It is none that the thread knows already, whatever its sign, and a sum of it neither.
  const [second] = wordsOf(0, 4, undefined, [usual]) as [number];
  expect(wordsOf(0, 4, undefined, [(usual + 1) | -(2 ** 31)])).toEqual([second]);
  expect(wordsOf(0, 2 ** 30, undefined, [usual])).toEqual([second + 2 ** 30]);
  expect(second).not.toBe(usual);
  const known = [0, 1, 2, 3].map((index) => usual + index * (second - usual));
  expect(() => wordsOf(0, 4, undefined, known)).toThrow('more big counts at once');
});
