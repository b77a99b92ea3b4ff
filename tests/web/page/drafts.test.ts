// Drafts, in a browser that keeps them and in one that keeps nothing.

import { afterEach, expect, test, vi } from 'vitest';
import { asTyped, drafts, freeName, nameOf, readDraft } from '../../../src/web/page/write/drafts.js';

afterEach(() => vi.unstubAllGlobals());

/** As browsers have it: what is kept are properties, too. */
function storage(): object {
  const kept: Record<string, string> = {};
  return Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, text: string) => Object.assign(kept, { [key]: text }) },
    removeItem: { value: (key: string) => delete kept[key] },
  });
}

test('a file that is opened again is the draft that it became, whatever ends its lines', () => {
  vi.stubGlobal('localStorage', storage());
  const file = { protocol: 'one\r\ntwo\rthree\n', scenario: 'a\r\nb' };
  expect(asTyped(file)).toEqual({ protocol: 'one\ntwo\nthree\n', scenario: 'a\nb' });
  expect(asTyped({ protocol: '' })).toEqual({ protocol: '' });
  expect(nameOf(asTyped(file))).toBeUndefined();
  expect(drafts.write('mine', asTyped(file))).toBe(true);
  expect(nameOf(asTyped(file))).toBe('mine');
  expect(nameOf({ protocol: 'one\ntwo\nthree\n' })).toBeUndefined();
  expect([freeName('mine'), freeName('other')]).toEqual(['mine 2', 'other']);
  drafts.remove('mine');
  expect(drafts.names()).toEqual([]);
});

test('what is no draft is none', () => {
  const kept = storage();
  vi.stubGlobal('localStorage', kept);
  Object.assign(kept, { 'reftorture: draft a': 'no JSON', 'reftorture: draft b': 'null', other: '{"protocol":""}' });
  expect(drafts.names()).toEqual(['a', 'b']);
  expect([readDraft('a'), readDraft('b'), readDraft('c')]).toEqual([undefined, undefined, undefined]);
});

test('where the browser keeps nothing there are none', () => {
  vi.stubGlobal('localStorage', undefined);
  expect(drafts.write('mine', { protocol: 'one' })).toBe(false);
  expect([drafts.names(), nameOf({ protocol: 'one' })]).toEqual([[], undefined]);
});
