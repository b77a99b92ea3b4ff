// Drafts, in a browser that keeps them and in one that keeps nothing.

import { afterEach, expect, test, vi } from 'vitest';
import { asTyped, draftNames, freeName, keepDraft, nameOf } from '../../../src/web/page/write/drafts.js';

afterEach(() => vi.unstubAllGlobals());

/** As browsers have it: what is kept are properties, too. */
function storage(): object {
  const kept = {};
  Object.defineProperties(kept, {
    getItem: { value: (key: string) => (kept as Record<string, string>)[key] ?? null },
    setItem: { value: (key: string, text: string) => Object.assign(kept, { [key]: text }) },
  });
  return kept;
}

test('a file that is opened again is the draft that it became, whatever ends its lines', () => {
  vi.stubGlobal('localStorage', storage());
  const file = { protocol: 'one\r\ntwo\rthree\n', scenario: 'a\r\nb' };
  expect(asTyped(file)).toEqual({ protocol: 'one\ntwo\nthree\n', scenario: 'a\nb' });
  expect(asTyped({ protocol: '' })).toEqual({ protocol: '' });
  expect(nameOf(asTyped(file))).toBeUndefined();
  expect(keepDraft('mine', asTyped(file))).toBe(true);
  expect(nameOf(asTyped(file))).toBe('mine');
  expect(nameOf({ protocol: 'one\ntwo\nthree\n' })).toBeUndefined();
  expect([freeName('mine'), freeName('other')]).toEqual(['mine 2', 'other']);
});

test('where the browser keeps nothing there are none', () => {
  vi.stubGlobal('localStorage', undefined);
  expect(keepDraft('mine', { protocol: 'one' })).toBe(false);
  expect([draftNames(), nameOf({ protocol: 'one' })]).toEqual([[], undefined]);
});
