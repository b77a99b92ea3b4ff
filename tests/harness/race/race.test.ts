import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ENGINES } from '../../../src/engines/sources.js';
import { protocols } from '../../../src/protocols/index.js';
import { type RaceConfig, type RaceResult, type Stall, violationCounts } from '../../../src/results/race-result.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { type Violation, violations } from '../../../src/violations/table.js';
import { race } from '../../runs.js';

const STALL: Stall = { kind: 'spin', amount: 1000, probability: 0.5 };

async function shown(config: Partial<RaceConfig>): Promise<Violation[]> {
  const result = await race({ durationMs: 20_000, stopOnViolation: true, ...config });
  const counts = violationCounts(result.violations);
  return violations.filter((name) => counts[name] > 0);
}

/** Ends the race once it has shown `enough` violations, however long a busy machine takes. */
function raceUntil(enough: number, config: Partial<RaceConfig>): Promise<RaceResult> {
  const controller = new AbortController();
  return race(
    { ...config, durationMs: 20_000 },
    { signal: controller.signal, onProgress: ({ violations: seen }) => seen >= enough && controller.abort() },
  );
}

describe.each(ENGINES)('race on the %s engine', (engine) => {
  test('catches the stolen free of v4 and its wrong destructor', async () => {
    const result = await raceUntil(50, { engine, protocol: 'v4', scenario: 'email', stall: STALL });
    expect(result.verdict).toBe('violated');
    expect(result.violations.stolenFree).toBeGreaterThan(0);
    expect(result.violations.typeConfusion.stolenFree).toBeGreaterThan(0);
    expect(result.violations.typeConfusion.stolenFree).toBeLessThanOrEqual(result.violations.stolenFree);
    expect(result.totals.stalls).toBeGreaterThan(0);
    expect(result.firstViolationMs).toBe(result.events[0]?.timeMs);
    const confusion = result.events.find(({ violation }) => violation === 'typeConfusionStolenFree');
    expect(confusion).toBeDefined();
    expect(confusion?.believedType).not.toBe(confusion?.type);
    expect(confusion?.generation).toBeGreaterThan(confusion?.heldGeneration as number);
    expect(confusion?.page).toBe(0);
  });

  test('finds a stolen free without any wrong destructor when the type is looked up', async () => {
    const result = await raceUntil(20, { engine, protocol: 'v4', dtor: 'looked-up', stall: STALL });
    expect(result.violations.stolenFree).toBeGreaterThan(0);
    expect(result.violations.typeConfusion).toEqual({ stolenFree: 0, staleGet: 0 });
  });

  test.each(scenarios.flatMap(({ name }) => protocols.filter(({ sound }) => sound).map((entry) => [entry.name, name])))(
    'accuses %s of nothing in scenario %s',
    async (protocol, scenario) => {
      const result = await race({
        engine,
        protocol,
        scenario,
        dtor: 'looked-up',
        durationMs: 100,
      } as Partial<RaceConfig>);
      expect(result.verdict).toBe('clean');
      expect(result.totals.operations).toBeGreaterThan(0);
      expect(result.conservation).toMatchObject({ checked: true, lostPages: 0, problems: [] });
      expect(result.events).toEqual([]);
    },
  );

  test('shows what or-freeze breaks', async () => {
    const found = await shown({ engine, protocol: 'or-freeze', scenario: 'email', stall: STALL });
    expect(found.length).toBeGreaterThan(0);
    expect(['stolenFree', 'typeConfusionStolenFree', 'doubleFree', 'useAfterFree', 'lostOverflow']).toContain(found[0]);
  });

  test('shows a reference on a free page under zeroing-allocator', async () => {
    // The only page is soon lost, and the race with it: a few short ones find more than a long one.
    let found = 0;
    for (let attempt = 0; attempt < 20 && found === 0; attempt++) {
      const result = await race({ engine, protocol: 'zeroing-allocator', scenario: 'email', durationMs: 100 });
      found = result.violations.useAfterFree;
    }
    expect(found).toBeGreaterThan(0);
  });

  test('shows a wrong destructor by a stale get even under old', async () => {
    const result = await race({
      engine,
      protocol: 'old',
      scenario: 'stale',
      durationMs: 10_000,
      stopOnViolation: true,
    });
    expect(result.violations.typeConfusion.staleGet).toBeGreaterThan(0);
    expect(result.violations.stolenFree).toBe(0);
    expect(result.events[0]?.violation).toBe('typeConfusionStaleGet');
  });

  test('says so when a stall held nobody up, since the protocol has no window', async () => {
    const { totals, notes } = await race({ engine, protocol: 'freeze-first', stall: STALL, durationMs: 100 });
    expect(totals.stalls).toBe(0);
    expect(notes.join()).toMatch(/nobody was held up: no put came to a window of freeze-first/);
  });

  test("counts exactly: every reference that was taken was put, or is the index's", async () => {
    const { totals, conservation } = await race({
      engine,
      protocol: 'old',
      scenario: 'mixed',
      dtor: 'looked-up',
      durationMs: 200,
      threads: 3,
    });
    const taken = totals.allocs + totals.gets + totals.tryGets - totals.failedGets;
    expect(taken - totals.puts).toBe(conservation.livePages);
    expect(totals.allocs - totals.frees).toBe(conservation.livePages);
  });
});

describe('the natural race', () => {
  test('needs no stall at all', async () => {
    const result = await race({ protocol: 'v4', scenario: 'email', durationMs: 20_000, stopOnViolation: true });
    expect(result.totals.stalls).toBe(0);
    expect(result.violations.stolenFree).toBeGreaterThan(0);
  });
});

describe('a run that goes wrong', () => {
  const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}.ts`, import.meta.url));

  test.each(ENGINES)('is inconclusive when workers hang (%s)', async (engine) => {
    const result = await race({ engine, protocol: fixture('hangs'), durationMs: 100 });
    expect(result.verdict).toBe('inconclusive');
    expect(result.notes.join()).toMatch(/worker \d \(T.*\) hung while warming up and was terminated/);
    expect(result.conservation.checked).toBe(false);
  });

  test.each(ENGINES)('is inconclusive when a worker throws (%s)', async (engine) => {
    const result = await race({ engine, protocol: fixture('throws'), durationMs: 100 });
    expect(result.verdict).toBe('inconclusive');
    expect(result.notes.join()).toMatch(/worker \d \(T.*\) died while warming up: Maximum call stack/);
  });

  test('is inconclusive when it was stopped before anything ran', async () => {
    const result = await race({ durationMs: 60_000 }, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ verdict: 'inconclusive', interrupted: true });
    expect(result.notes).toContain('nothing was executed');
  });

  test('keeps what was gathered when it is interrupted', async () => {
    const controller = new AbortController();
    const result = await race(
      { durationMs: 60_000, protocol: 'old', dtor: 'looked-up' },
      { signal: controller.signal, onProgress: ({ operations }) => operations > 0 && controller.abort() },
    );
    expect(result).toMatchObject({ verdict: 'clean', interrupted: true });
    expect(result.totals.operations).toBeGreaterThan(0);
  });
});
