// Tests of what the library says to a program that asks for what there is not: JavaScript has no compiler to say it.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withRequestKeys } from '../../docs/request-keys.js';
import { check, race, scale, UsageError } from '../../src/index.js';

// As JavaScript sees them.
const commands = { race, check, scale } as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;

function ask(command: string, ...given: unknown[]): Promise<unknown> {
  return (commands[command] as (...given: unknown[]) => Promise<unknown>)(...given);
}

async function complaint(command: string, ...given: unknown[]): Promise<string> {
  const error = await ask(command, ...given).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

test.each([
  [
    'race',
    { scenarioo: 'stale' },
    'unknown key of a race request "scenarioo". Did you mean "scenario"? Known: protocol,',
  ],
  ['race', { protocols: ['old'] }, 'Did you mean "protocol"?'],
  ['check', { protcol: 'old' }, 'unknown key of a check request "protcol". Did you mean "protocol"?'],
  ['check', { durationMs: 50 }, 'unknown key of a check request "durationMs".'],
  ['scale', { protocol: 'old' }, 'unknown key of a scale request "protocol". Did you mean "protocols"?'],
  [
    'race',
    { stall: { kind: 'spin', amuont: 1, probability: 1 } },
    'unknown key of stall "amuont". Did you mean "amount"? Known: kind, amount, probability.',
  ],
])('%s of %o names the key', async (command, request, message) => {
  expect(await complaint(command, request)).toContain(message);
});

test.each([
  ['race', { dtor: 'both' }, 'unknown dtor "both". Known: captured, looked-up.'],
  ['race', { reclaim: 'rcu' }, 'unknown reclaim "rcu". Known: type-stable, at-once, grace, grace-but-one.'],
  [
    'race',
    { section: null },
    'section must be one of put-outside, put-inside, before-recheck, before-get, none, not null',
  ],
  ['race', { dtor: true }, 'dtor must be one of captured, looked-up, not true'],
  ['race', { protocol: ['v4', 'old'] }, 'protocol must be a string, not an array'],
  ['race', { threads: '2' }, 'threads must be a number, not "2"'],
  ['race', { threads: 2.5 }, 'threads must be a whole number from 1 to 1024, not 2.5'],
  ['race', { durationMs: Number.NaN }, 'durationMs must be a number, not NaN'],
  ['race', { durationMs: null }, 'durationMs must be a number, not null'],
  ['race', { pin: 'no' }, 'pin must be true or false, not "no"'],
  ['race', { engine: 'wsam' }, 'unknown engine "wsam". Did you mean "wasm"?'],
  ['race', { slots: 3, scenario: 'mixed' }, 'slots must be a power of two, not 3'],
  ['race', { slots: -1 }, 'slots must be a whole number from 1 to'],
  ['race', { stall: 'foo' }, 'stall must be an object, not "foo"'],
  ['race', { stall: { kind: 'spin', probability: 1 } }, 'stall must have the key "amount"'],
  ['race', { stall: { kind: 'spinn', amount: 1, probability: 1 } }, 'unknown stall kind "spinn". Did you mean "spin"?'],
  ['race', { stall: { kind: 'spin', amount: 1, probability: 2 } }, 'stall.probability must be from 0 to 1, not 2'],
  ['race', { stall: { kind: 'spin', amount: 1e10, probability: 1 } }, 'stall.amount must be 1000000000 rounds'],
  ['race', { stall: { kind: 'sleep', amount: 0, probability: 1 } }, 'stall.amount must be from 1 to 10000000 micro'],
  ['race', 'v4', 'a race request must be an object, not "v4"'],
  ['race', [], 'a race request must be an object, not an array'],
  ['race', null, 'a race request must be an object, not null'],
  ['check', { reclaim: 'garce' }, 'unknown reclaim "garce". Did you mean "grace"?'],
  ['check', { section: true }, 'section must be one of put-outside,'],
  ['check', { dtor: 'looked' }, 'unknown dtor "looked". Did you mean "looked-up"?'],
  ['check', { unmap: 'later' }, 'unknown unmap "later".'],
  ['check', { memory: 'rc' }, 'unknown memory model "rc".'],
  ['check', { recheck: 0 }, 'recheck must be true or false, not 0'],
  ['check', { roles: 'T1' }, 'roles must be an array, not "T1"'],
  ['check', { roles: [] }, 'roles must be one role or more, not an empty array'],
  ['check', { roles: ['T1', 2] }, 'roles.1 must be a string, not 2'],
  ['check', { resetAfter: '3' }, 'resetAfter must be a number, not "3"'],
  ['scale', { protocols: 'old' }, 'protocols must be an array, not "old"'],
  ['scale', { threads: 2 }, 'threads must be an array, not 2'],
  ['scale', { threads: ['2'] }, 'threads.0 must be a number, not "2"'],
  ['scale', { engines: ['wsam'] }, 'unknown engine "wsam". Did you mean "wasm"?'],
  ['scale', { pinOrder: 'core' }, 'unknown pin order "core". Did you mean "cores"?'],
  ['scale', { native: 'yes' }, 'native must be true or false, not "yes"'],
  ['scale', { trials: '2' }, 'trials must be a number, not "2"'],
])('%s of %o says what was expected', async (command, request, message) => {
  expect(await complaint(command, request)).toContain(message);
});

test.each([
  ['check', { maxMemoryBytes: 0 }, 'maxMemoryBytes must be 1 or more, not 0'],
  ['check', { maxState: 10 }, 'unknown key of options of check "maxState". Did you mean "maxStates"?'],
  ['check', { properties: ['leek'] }, 'unknown property "leek". Did you mean "leak"?'],
  ['check', { reductions: { symetry: false } }, 'unknown key of reductions "symetry". Did you mean "symmetry"?'],
  ['race', { onProgess: () => {} }, 'unknown key of options of race "onProgess". Did you mean "onProgress"?'],
  ['race', { signal: new AbortController() }, 'signal must be an AbortSignal, not an object'],
  ['scale', { onProgress: true }, 'onProgress must be a function, not true'],
])('%s with options %o says what was expected', async (command, options, message) => {
  expect(await complaint(command, {}, options)).toContain(message);
});

test('every argument may be left out', async () => {
  const over = AbortSignal.abort();
  expect(await ask('race', undefined, { signal: over })).toMatchObject({ config: { protocol: 'v4', seed: 1 } });
  expect(await ask('check')).toMatchObject({ config: { protocol: 'v4' } });
  expect(await ask('scale', undefined, { signal: over })).toMatchObject({
    config: { protocols: ['old', 'v4'], seed: 1 },
  });
});

test('what is undefined has its default', async () => {
  const asked = { protocol: undefined, threads: undefined, dtor: undefined, memory: undefined };
  expect(await ask('check', asked, { signal: undefined, maxStates: undefined })).toMatchObject({
    config: { protocol: 'v4', dtor: 'captured', memory: 'sc' },
  });
});

test('the configuration of a result is a request', async () => {
  const { config } = await check({ protocol: 'old' });
  expect((await check(config)).config).toEqual(config);
  const raced = await race({ protocol: 'old', durationMs: 20 });
  expect((await race(raced.config)).config).toEqual(raced.config);
  const scaled = await scale({ protocols: ['old'], threads: [1], trials: 1, durationMs: 5 });
  expect((await scale(scaled.config)).config).toEqual(scaled.config);
});

test('docs/library.md has the keys of requests', () => {
  const document = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');
  expect(document).toContain('| `race` | `protocol`, ');
  expect(withRequestKeys(document)).toBe(document);
});
