// check --threads any: what it says, and what it refuses.

import { readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { afterAll, describe, expect, test } from 'vitest';
import { LIVE_NOW } from '../../../src/checker/any-threads/generations.js';
import { prove } from '../../../src/checker/any-threads/prove.js';
import { refuse } from '../../../src/checker/any-threads/refusals.js';
import { sc } from '../../../src/checker/memory/sc/sc.js';
import { checkReport } from '../../../src/report/check-report.js';
import { resolveCheck } from '../../../src/requests/check-request.js';
import { checkSchema } from '../../../src/results/check-result.js';
import { UsageError } from '../../../src/usage-error.js';
import { check } from '../../runs.js';
import { alter, fileOf, forgetAlterations, modelToProve } from './containment.js';

afterAll(forgetAlterations);

const ANY = { threads: 'any' } as const;

test('what holds for any number of threads is said with what it assumes', async () => {
  const result = await check({ protocol: 'freeze-first', scenario: 'stale', dtor: 'looked-up', ...ANY });
  expect(result).toMatchObject({
    verdict: 'clean',
    complete: true,
    config: { anyThreads: true, roles: ['owner', 'getter', 'T3'] },
  });
  expect(result.anyThreads).toMatchObject({ notJudged: ['livelock', 'lostOverflow'], trace: [] });
  expect(result.properties.stolenFree).toBe('holds');
  expect(result.properties.leak).toBe('holds');
  expect(result.notes[0]).toMatch(
    /^Holds for any number of threads and rounds: .*stolen free.* \([\d,]+ views, k = 2\)\. Assumes: sequential consistency, one page, no wrap of generation or count\. Not judged: livelock, lost overflow\.$/,
  );
  expect(checkReport(result, false)).toContain('any number of threads');
  expect(parse(checkSchema, JSON.parse(JSON.stringify(result)))).toEqual(JSON.parse(JSON.stringify(result)));
});

test('a violation is that of a few threads, with its witness', async () => {
  const result = await check({ protocol: 'v4', scenario: 'email', dtor: 'looked-up', ...ANY });
  expect(result).toMatchObject({
    verdict: 'violated',
    witness: { property: 'stolenFree' },
    config: { roles: ['T1', 'T2', 'T3'] },
  });
  expect(result.config.anyThreads).toBeUndefined();
  expect(result.anyThreads?.proved).toContain('typeConfusionStolenFree');
  expect(result.anyThreads?.trace.length).toBeGreaterThan(5);
  expect(parse(checkSchema, JSON.parse(JSON.stringify(result)))).toBeTruthy();
});

test('what is neither proved nor found is inconclusive', async () => {
  // Split-put breaks; of the properties that it keeps with four threads, none is proved.
  const result = await check(
    { protocol: 'split-put', scenario: 'late-pin', dtor: 'looked-up', ...ANY },
    { properties: ['trap'] },
  );
  expect(result).toMatchObject({ verdict: 'inconclusive', properties: { trap: 'unknown' }, witness: null });
  expect(result.notes.join(' ')).toContain('a count is stored that is known to be big');
  expect(result.notes.join(' ')).toContain('not found violated: 2, 3, 4 threads');
});

test('an observation of a few threads is one', async () => {
  const result = await check({ protocol: 'old', scenario: 'email', ...ANY });
  expect(result).toMatchObject({ verdict: 'clean', properties: { typeConfusionStaleGet: 'observed' } });
});

/** The body of old's put. */
const PUT = '  return putMany(word, 1);';

describe('is refused', () => {
  test.each([
    ['words of each worker', { protocol: 'percpu' }, /words of each worker/],
    ['tagged words', { protocol: 'v4-generation' }, /computes with the bits of a count/],
    ['counts compared with constants', { protocol: 'rcuref' }, /compares a count with 0/],
    ['many pages', { pages: 2, scenario: 'mixed' }, /one page/],
    ['descriptors', { scenario: 'folio-email' }, /descriptors/],
    ['weak memory', { memory: 'ra' }, /sequential consistency/],
    ['narrow words', { width: 4 }, /does not overflow/],
    ['another limit of failed gets', { resetAfter: 4 }, /failed gets/],
  ] as const)('%s', async (_, request, message) => {
    await expect(check({ ...request, ...ANY })).rejects.toThrow(message);
    await expect(check({ ...request, ...ANY })).rejects.toThrow(UsageError);
  });

  test.each([
    [
      'two counts compared by size',
      (text: string) => text.replace('before === seen', 'before <= seen'),
      /compares two counts/,
    ],
    [
      'two counts compared',
      (text: string) =>
        text.replace(
          PUT,
          '  const first = load(word, FULL);\n  if (first > 2 && load(word, FULL) !== first) return true;\n  return false;',
        ),
      /put\(\) compares two counts/,
    ],
    [
      'the difference of two counts',
      (text: string) =>
        text.replace(PUT, '  if ((load(word, FULL) ^ load(word, FULL)) !== 0) return true;\n  return false;'),
      /put\(\) computes with the bits/,
    ],
    [
      'a count that was loaded again, compared with what was found',
      (text: string) => text.replace('if (before', 'seen = load(word, FULL);\n    if (before'),
      /tryGetMany\(\) compares two counts/,
    ],
    [
      'a count compared with 3 by its difference',
      (text: string) => text.replace(PUT, '  if (load(word, FULL) - 3 === 0) return true;\n  return false;'),
      /put\(\) compares a count with 3/,
    ],
    [
      'a count compared with 3 step by step',
      (text: string) =>
        text.replace(PUT, '  let left = load(word, FULL) - 1;\n  left = left - 1;\n  return left === 1;'),
      /put\(\) compares a count with/,
    ],
    [
      'a count compared with a variable that is 3',
      (text: string) =>
        text.replace(
          PUT,
          '  let most: i32 = 2;\n  if (load(word, FULL) > 1) most = 3;\n  return load(word, FULL) === most;',
        ),
      /put\(\) compares a count with 3/,
    ],
    [
      'a count less a variable that is 3',
      (text: string) =>
        text.replace(
          PUT,
          '  let most: i32 = 2;\n  if (load(word, FULL) > 1) most = 3;\n  return load(word, FULL) - most === 0;',
        ),
      /put\(\) compares a count with 3/,
    ],
    [
      'the last bit of a count',
      (text: string) => text.replace(PUT, '  return load(word, FULL) << 31 !== 0;'),
      /put\(\) computes with the bits/,
    ],
    [
      'the bits of a count that a variable has',
      (text: string) =>
        text.replace(
          PUT,
          '  let most: i32 = 2;\n  if (load(word, FULL) > 1) most = 3;\n  return (load(word, FULL) ^ most) === 0;',
        ),
      /put\(\) computes with the bits/,
    ],
    [
      'the bits of a count that an argument has',
      (text: string) => text.replace('seen !== 0', '(seen & references) !== 0'),
      /tryGetMany\(\) computes with the bits/,
    ],
    [
      'a count with another sign',
      (text: string) => text.replace(PUT, '  return -load(word, FULL) === -3;'),
      /put\(\) computes with the bits/,
    ],
    ['a count compared with 3', (text: string) => text.replace('seen !== 0', 'seen > 3'), /compares a count with 3/],
    [
      'a variable of the module',
      (text: string) => `${text.replace('let seen =', 'last = word;\n  let seen =')}\nlet last: i32 = 0;\n`,
      /variable of its module/,
    ],
  ])('%s', (_, change, message) => {
    const question = { protocol: 'old', scenario: 'email', dtor: 'looked-up' } as const;
    const program = alter('old', change(readFileSync(fileOf('old'), 'utf8')));
    expect(() => {
      refuse(resolveCheck({ ...question, threads: 'any' }), program);
      prove(sc.over(modelToProve(question)), { maxStates: 100_000 });
    }).toThrow(message);
  });

  test('a property that is not judged', async () => {
    await expect(check({ protocol: 'old', ...ANY }, { properties: ['livelock'] })).rejects.toThrow(
      'livelock is not judged',
    );
  });
});

/** The line of old's get that has succeeded. */
const GOT = 'if (before === seen) return true;';

describe('nothing is proved of a protocol that breaks with a few threads, since it', () => {
  test.each([
    [
      'sets a bit of a count',
      (text: string) =>
        text
          .replace('{ compareExchange, ', '{ compareExchange, fetchOr, ')
          .replace(
            GOT,
            `if (before === seen) {\n if (fetchOr(word, 1, FULL) > 1) fetchSub(word, 1, FULL);\n return true; }`,
          ),
      'bits of a count are changed that is known to be big, and no more',
    ],
    [
      'expects a few less than it has seen',
      (text: string) =>
        text.replace('while (seen', 'if (seen > 2) compareExchange(word, seen - 3, seen - 2, FULL);\n  while (seen'),
      'a compare-and-swap may find a big count that was computed, and is known to be big, and no more',
    ],
    [
      'writes the sum of another count than it has expected',
      (text: string) =>
        text
          .replace(
            '    const before',
            '    const other = seen > 2 ? load(word, RELAXED) : seen;\n    if (seen > 2 && other <= 2) return false;\n    const before',
          )
          .replace('wrap(seen + references)', 'wrap(other + references)')
          .replace(GOT, 'return before === seen;'),
      'a count is stored that is known to be big, and no more',
    ],
    [
      'knows a number that stands for a generation, and would see it change',
      (text: string) =>
        text.replace(
          '  while (seen !== 0) {',
          `  let known: i32 = ${LIVE_NOW};
  if (seen !== 0 && load(word, RELAXED) === 0 && load(word, RELAXED) !== 0) {
    if (known === ${LIVE_NOW}) return true;
  }
  while (seen !== 0) {`,
        ),
      'the protocol computes with a number that stands for a generation',
    ],
    [
      'has computed with a number that stands for a count later',
      (text: string) =>
        text
          .replace(
            '  while (seen !== 0) {',
            '  if (references + (-899_999_999 + 1_048_576) === 0) return true;\n  while (seen !== 0) {',
          )
          .replace('compareExchange(word, expected, 0, FULL)', 'compareExchange(word, expected, -900_000_000, FULL)'),
      'a number that a thread has computed with stands for a count later',
    ],
  ])('%s', (_, change, reason) => {
    const question = { protocol: 'old', scenario: 'mixed', dtor: 'looked-up' } as const;
    const program = alter('old', change(readFileSync(fileOf('old'), 'utf8')));
    refuse(resolveCheck({ ...question, threads: 'any' }), program);
    expect(prove(sc.over(modelToProve(question)), { maxStates: 100_000 }).undecided).toBe(reason);
  });
});
