// A token stands for a configuration and a schedule, and for nothing else.

import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSchedule, scheduleText } from '../../src/checker/trace/schedule.js';
import { digestOf, parseToken, tokenOf } from '../../src/checker/witness/token.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';
import { UsageError } from '../../src/usage-error.js';

const DIGEST = '0123456789ab';
const SCHEDULE = [0, 0, 1, 0].map((thread) => ({ thread, choice: 0 }));
const OWN = fileURLToPath(new URL('../fixtures/held-up-v4.ts', import.meta.url));
const OWN_SCENARIO = fileURLToPath(new URL('../../examples/pins.ts', import.meta.url));

test.each<CheckRequest>([
  {},
  { protocol: OWN },
  { scenario: 'mixed', threads: 4 },
  { threads: 2 },
  { scenario: 'folio-email', threads: 2, reclaim: 'grace' },
  { scenario: 'overflow', roles: ['late getter', 'late getter'] },
  { rounds: 2 },
  { scenario: 'mixed', pages: 3, slots: 4 },
  { dtor: 'looked-up' },
  { scenario: 'stale', recheck: false },
  { scenario: 'stale', unmap: 'after-put' },
  { scenario: 'folio-email' },
  { scenario: 'folio-email', reclaim: 'grace' },
  { scenario: 'folio-index', reclaim: 'grace', section: 'put-inside' },
  { scenario: 'folio-email', roles: ['T1', 'T3'] },
  { scenario: 'email', roles: ['folio T1', 'T3'] },
  { scenario: 'email', roles: ['folio T1', 'T3'], reclaim: 'at-once' },
  { scenario: OWN_SCENARIO },
  { scenario: OWN_SCENARIO, reclaim: 'type-stable' },
  { scenario: OWN_SCENARIO, reclaim: 'grace-but-one' },
  { memory: 'ra' },
  { memory: 'lkmm' },
  { width: 4, resetAfter: 3 },
])('a token of %j is read as what it was made of', (request) => {
  const resolved = resolveCheck(request);
  expect(parseToken(tokenOf(resolved, DIGEST, SCHEDULE))).toEqual({ resolved, digest: DIGEST, schedule: SCHEDULE });
});

test('a token says no more than differs from what its names stand for', () => {
  expect(tokenOf(resolveCheck({}), DIGEST, SCHEDULE)).toBe(`v4,email@${DIGEST}:a2ba`);
  expect(tokenOf(resolveCheck({ scenario: 'stale', recheck: false }), DIGEST, [])).toBe(
    `v4,stale,recheck=false@${DIGEST}:`,
  );
  expect(
    tokenOf(resolveCheck({ scenario: 'folio-email', reclaim: 'at-once', section: 'put-outside' }), DIGEST, []),
  ).toBe(`v4,folio-email,reclaim=at-once@${DIGEST}:`);
});

test('a digest is of the sources and of every setting', () => {
  const { config } = resolveCheck({ scenario: 'folio-email' });
  const others = Object.keys(config).map((key) => digestOf('sources', { ...config, [key]: 'another' }));
  expect(new Set([digestOf('sources', config), digestOf('others', config), ...others]).size).toBe(2 + others.length);
});

test('every schedule is read as it was written', () => {
  const step = fc.record({
    thread: fc.nat(15),
    choice: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(20)),
  });
  fc.assert(
    fc.property(fc.array(step), (schedule) => {
      expect(parseSchedule(scheduleText(schedule))).toEqual(schedule);
    }),
    { numRuns: 300 },
  );
});

test.each(['colour=red', 'toString=1', '__proto__=1', 'protocol=old', 'scenario=stale', 'threads=3', 'rounds'])(
  'a token with %s is refused in one line',
  (option) => {
    const key = option.split('=')[0] as string;
    const read = () => parseToken(`v4,email,${option}@${DIGEST}:a2ba`);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(new RegExp(`^"v4,email,${option}@${DIGEST}:a2ba" is no token: .*${key}|${key} must be`));
  },
);

test('a token that says an option twice is refused', () => {
  expect(() => parseToken(`v4,email,rounds=2,rounds=3@${DIGEST}:a`)).toThrow(/is no token: it says rounds twice$/);
});

test.each([
  ['v4,email,reclaim=grace', /^--reclaim does nothing in "email"/],
  ['v4,folio-email,reclaim=5', /^unknown reclaim "5"/],
  ['v4,folio-email,section=true', /^unknown section "true"/],
])('a token %s is refused in one line', (what, message) => {
  expect(() => parseToken(`${what}@${DIGEST}:a2ba`)).toThrow(UsageError);
  expect(() => parseToken(`${what}@${DIGEST}:a2ba`)).toThrow(message);
});

test.each(['a10001', 'a'.repeat(10_001), 'a9999b9', 'a99999999999999999999'])(
  'too long a schedule is refused',
  (text) => {
    expect(() => parseToken(`v4,email@${DIGEST}:${text}`)).toThrow(
      /^a schedule of \d+ steps is no witness: at most 10000/,
    );
  },
);
