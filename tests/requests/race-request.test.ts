import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { allowedCpus } from '../../src/machine/cpus.js';
import { resolveRace } from '../../src/requests/race-request.js';

const OWN = fileURLToPath(new URL('../../examples/pins.ts', import.meta.url));

const tier = process.arch === 'x64' ? 'baseline' : 'optimised';

describe('resolveRace', () => {
  test('fills in the scenario of the report', () => {
    expect(resolveRace({}).config).toEqual({
      protocol: 'v4',
      scenario: 'email',
      engine: 'wasm',
      threads: 2,
      pages: 1,
      pageBytes: 64,
      slots: 1,
      durationMs: 5000,
      stall: { kind: 'none', amount: 0, probability: 0 },
      dtor: 'captured',
      recheck: true,
      reuse: 'hot',
      tier,
      seed: 1,
      pin: allowedCpus().length >= 2,
      stopOnViolation: false,
    });
  });

  test('says where descriptors come back from, and where sections lie, if a role looks at it', () => {
    const { reclaim, section } = resolveRace({ scenario: 'folio-index' }).config;
    expect({ reclaim, section }).toEqual({ reclaim: 'type-stable', section: 'put-outside' });
    // The default of what has no effect is accepted, as with any other option, and says nothing.
    expect(resolveRace({ reclaim: 'type-stable', section: 'put-outside' }).config).toEqual(resolveRace({}).config);
    // Only the user knows whether there are descriptors in a scenario of the user's own.
    expect(resolveRace({ scenario: OWN }).config).not.toHaveProperty('reclaim');
    expect(resolveRace({ scenario: OWN, reclaim: 'type-stable' }).config).toMatchObject({ reclaim, section });
  });

  test('pins workers as long as there is a CPU for each, unless it is told', () => {
    const cpus = allowedCpus().length;
    const pinOf = (threads: number, pin?: boolean) =>
      resolveRace({ scenario: 'mixed', threads, ...(pin !== undefined && { pin }) }).config.pin;
    expect([pinOf(cpus), pinOf(cpus + 1)]).toEqual([true, false]);
    expect([pinOf(cpus, false), pinOf(cpus + 1, true)]).toEqual([false, true]);
  });

  test('gives a larger array a slot for every two pages, as a power of two', () => {
    expect(resolveRace({ scenario: 'mixed', pages: 1_000_000 }).config.slots).toBe(262144);
    expect(resolveRace({ scenario: 'mixed', pages: 1 }).config.slots).toBe(2);
    expect(resolveRace({ scenario: 'email', pages: 100 }).config.slots).toBe(1);
  });

  test.each([
    [{ protocol: 'v3' }, 'unknown protocol "v3". Did you mean "v4"?'],
    [{ protocol: './missing.ts' }, 'no protocol file at "./missing.ts"'],
    [{ scenario: 'emial' }, 'unknown scenario "emial". Did you mean "email"?'],
    [{ engine: 'wsam' as 'wasm' }, 'unknown engine "wsam". Did you mean "wasm"?'],
    [{ tier: 'optimized' as 'optimised' }, 'unknown tier "optimized". Did you mean "optimised"?'],
    [{ threads: 0 }, 'threads must be a whole number from 1 to 1024, not 0'],
    [{ threads: 10_000 }, 'threads must be a whole number from 1 to 1024, not 10000'],
    [{ threads: 1 }, 'scenario "email" needs at least 2 threads, not 1'],
    [{ durationMs: -1 }, 'the duration must be positive'],
    [{ durationMs: Number.NaN }, 'the duration must be positive'],
    [{ pages: 0 }, 'pages must be a whole number from 1'],
    [{ pages: 100_000_000 }, 'pages need 6.0 GiB, but 32-bit kernels reach 2 GiB'],
    [{ pageBytes: 128 }, '--page-bytes does nothing with one page, which has no next one: ask for more with --pages'],
    [{ pageBytes: 100 }, 'page bytes must be 64 or 128, not 100'],
    [{ scenario: 'folio-email', reclaim: 'gace' as 'grace' }, 'unknown reclaim "gace". Did you mean "grace"?'],
    [{ scenario: 'folio-email', section: 'nowhere' as 'none' }, 'unknown section "nowhere".'],
    [{ seed: 2 ** 32 }, 'seed must be a whole number from 0 to 4294967295'],
  ])('explains why it cannot run %o', (asked, message) => {
    expect(() => resolveRace(asked)).toThrow(message);
  });
});
