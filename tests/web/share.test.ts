// Results in links: what is shared comes back as it was, and whatever else a link may be is turned down in one line.

import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/results/result-bytes.js';
import { UsageError } from '../../src/usage-error.js';
import { isShareFragment } from '../../src/web/page/frame/packed-text.js';
import { sharedResult, shareFragment } from '../../src/web/page/results/share-link.js';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';

async function fragmentOf(result: Result): Promise<string> {
  const fragment = await shareFragment(JSON.stringify(result));
  if (fragment === undefined) throw new Error('too large for a link');
  return fragment;
}

/** A link with these contents, as an attacker would make it. */
function linkTo(contents: unknown, compress: (bytes: Buffer) => Buffer = deflateSync): string {
  const json = typeof contents === 'string' ? contents : JSON.stringify(contents);
  return `#result=1.${compress(Buffer.from(json)).toString('base64url')}`;
}

/** Returns what is said about `fragment`; fails when it is read after all. */
async function complaint(fragment: string): Promise<string> {
  const error = await sharedResult(fragment).then(
    () => new Error('was read'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UsageError);
  const { message } = error as Error;
  for (const unprintable of ['\n', '\u001b']) expect(message).not.toContain(unprintable);
  expect(message.length).toBeLessThan(600);
  return message;
}

describe('a shared result', () => {
  test.each([
    ['a race', raceFixture({ stolenFree: 3 })],
    ['a measurement', scaleFixture({ 'v4 1': [1, 2], 'old 1': [3] })],
  ])('comes back as it was: %s', async (_, result) => {
    const fragment = await fragmentOf(result);
    expect(fragment).toMatch(/^#result=1\.[\w-]+$/);
    expect(isShareFragment(fragment)).toBe(true);
    expect((await sharedResult(fragment)).result).toMatchObject({ schema: result.schema, results: [result] });
  });

  test('whatever it says and counts', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', 'ü', '→', '<', '&'), maxLength: 500 });
    await fc.assert(
      fc.asyncProperty(text, fc.nat(), async (protocol, stolenFree) => {
        const result = raceFixture({ config: { protocol }, stolenFree });
        expect((await sharedResult(await fragmentOf(result))).result.results).toEqual([result]);
      }),
      { numRuns: 50 },
    );
  });

  test('is in no link where it is too large for one', async () => {
    const random = Array.from({ length: 20_000 }, (_, index) => Math.imul(index + 1, 2654435761) >>> 0);
    expect(await shareFragment(JSON.stringify(scaleFixture({ 'v4 1': random })))).toBeUndefined();
    expect(await shareFragment(JSON.stringify(new Array<number>(2 ** 20).fill(1)))).toBeUndefined();
  });
});

test('other addresses are no links to results', () => {
  for (const fragment of ['', '#race', '#result', '#results', '#/result='])
    expect(isShareFragment(fragment)).toBe(false);
});

describe('a link is turned down in one line:', () => {
  const { verdict: _, ...incomplete } = raceFixture();
  const hostile = (key: string): string =>
    JSON.stringify(raceFixture()).replace('"totals":{', `"totals":{"${key}":{"polluted":true},`);

  test.each<[string, string, RegExp]>([
    ['nothing', '#result=', /begins with version 1/],
    ['a version alone', '#result=1.', /is not base64/],
    ['no version', linkTo(raceFixture()).replace('1.', ''), /begins with version 1/],
    ['a later version', linkTo(raceFixture()).replace('=1.', '=2.'), /begins with version 1/],
    ['no base64', '#result=1.%22%3Cscript%3E', /is not base64/],
    ['base64 of the other alphabet', '#result=1.a+/=', /is not base64/],
    ['base64 of no whole bytes', '#result=1.abcde', /is not base64/],
    ['base64 of what is not compressed', `#result=1.${Buffer.from('{"a":1}').toString('base64url')}`, /is damaged/],
    ['another compression', linkTo(raceFixture(), gzipSync), /is damaged/],
    ['half of a link', linkTo(raceFixture()).slice(0, 300), /is damaged|is not base64/],
    ['too many characters', `#result=1.${'a'.repeat(40_000)}`, /has 40002 characters, and at most 32000 are read/],
    ['a bomb', linkTo('['.repeat(20_000_000)), /expands to more than 2 MiB/],
    ['a bomb of numbers', linkTo(`{"schema":"reftorture/race@1","totals":[${'1,'.repeat(3_000_000)}1]}`), /expands to/],
    ['nothing compressed', linkTo(''), /is empty/],
    ['no JSON', linkTo('race: 5 s'), /is not JSON/],
    ['cut JSON', linkTo(JSON.stringify(raceFixture()).slice(0, 200)), /is cut short/],
    ['deep nesting', linkTo('['.repeat(400_000) + ']'.repeat(400_000)), /names no schema|is not JSON/],
    ['a long array', linkTo({ ...scaleFixture({ 'v4 1': [1] }), series: new Array(500_000).fill(0) }), /series/],
    ['other JSON', linkTo('null'), /names no schema/],
    [
      'another schema',
      linkTo({ ...raceFixture(), schema: 'reftorture/scale@1' }),
      /is not a valid reftorture\/scale@1/,
    ],
    ['an unknown schema', linkTo({ schema: 'reftorture/constructor@1' }), /has no results of that kind/],
    ['a lack', linkTo(incomplete), /is not a valid reftorture\/race@1: verdict: /],
    ['a key __proto__', linkTo(hostile('__proto__')), /has a key "__proto__", which no result has/],
    ['a key constructor', linkTo(hostile('constructor')), /has a key "constructor"/],
    ['what drives a terminal', linkTo(raceFixture({ config: { protocol: '\u001b[2J' } })), /has control characters/],
  ])('%s', async (_name, fragment, words) => {
    expect(await complaint(fragment)).toMatch(words);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  test('cut or changed anywhere', async () => {
    const result = raceFixture({ stolenFree: 2 });
    const whole = await fragmentOf(result);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 9), fc.nat(8), fc.string(), async (offset, removed, added) => {
        const at = 8 + offset;
        const changed = whole.slice(0, at) + added + whole.slice(at + removed);
        try {
          expect((await sharedResult(changed)).result.results).toEqual([result]); // only what follows the contents was changed
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as Error).message).not.toContain('\n');
        }
      }),
      { numRuns: 100 },
    );
  });
});
