import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { instantiate } from '../../../src/engines/kernel.js';
import { TIERS } from '../../../src/engines/tier.js';
import type { Engine } from '../../../src/front-end/sources.js';
import type { GivesUp } from '../../../src/harness/gated-run.js';
import { type CrewJob, runCrew } from '../../../src/harness/race/race.js';
import { cpusInOrder } from '../../../src/machine/pin-order.js';
import { protocols } from '../../../src/protocols/index.js';
import type { RaceRequest } from '../../../src/requests/race-request.js';
import type { RaceProgress } from '../../../src/requests/run-options.js';
import type { Stall } from '../../../src/results/race-result.js';
import { violationsSeen } from '../../../src/results/verdicts.js';
import {
  CONFIG_STALL,
  CONFIG_STALL_AMOUNT,
  CONFIG_STALL_CHANCE,
  STALL_SLEEP,
  STALL_SPIN,
} from '../../../src/runtime/layout.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { violations } from '../../../src/violations/table.js';
import { plays, TESTED_ENGINES } from '../../engines/tested-engines.js';
import { tierOf } from '../../engines/tier-of.js';
import { race, raceFor, raceUntil } from '../../runs.js';
import { isPlayed, SLOW } from '../../slow.js';
import { crewOfHanging, STRUCK } from './struck.js';

const STALL: Stall = { kind: 'spin', amount: 1000, probability: 1 };

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}.ts`, import.meta.url));

describe.each(TESTED_ENGINES)('race on the %s engine', (engine) => {
  test('catches the stolen free of v4 and its type confusion', async () => {
    const request = { engine, protocol: fixture('held-up-v4'), scenario: 'email', stall: STALL };
    const both = ({ found }: RaceProgress): boolean => Math.min(found.stolenFree, found.typeConfusionStolenFree) > 0;
    const result = await raceUntil(both, request);
    expect(result.verdict).toBe('violated');
    expect(result.violations.stolenFree).toBeGreaterThan(0);
    expect(result.violations.typeConfusionStolenFree).toBeGreaterThan(0);
    expect(result.violations.typeConfusionStolenFree).toBeLessThanOrEqual(result.violations.stolenFree);
    expect(result.totals.stalls).toBeGreaterThan(0);
    expect(result.firstViolationMs).toBe(result.events[0]?.timeMs);
    const confusion = result.events.find(({ violation }) => violation === 'typeConfusionStolenFree');
    expect(confusion).toBeDefined();
    expect(confusion?.believedType).not.toBe(confusion?.type);
    expect(confusion?.generation).toBeGreaterThan(confusion?.heldGeneration as number);
    expect(confusion?.page).toBe(0);
  });

  test.runIf(plays(engine, 0, 0))(
    'finds a stolen free without a type confusion when the type is looked up',
    async () => {
      const request = { engine, protocol: fixture('held-up-v4'), dtor: 'looked-up', stall: STALL } as const;
      const result = await raceUntil(({ violations: seen }) => seen >= 20, request);
      expect(result.violations.stolenFree).toBeGreaterThan(0);
      expect(result.violations).toMatchObject({ typeConfusionStolenFree: 0, typeConfusionStaleGet: 0 });
    },
  );

  test.runIf(plays(engine, 1, 0))('needs no stall for it', async () => {
    const request = { engine, protocol: fixture('held-up-v4'), scenario: 'email', stopOnViolation: true };
    const result = await race({ ...request, durationMs: 60_000 });
    expect(result.totals.stalls).toBe(0);
    expect(result.violations.stolenFree).toBeGreaterThan(0);
  });

  const sound = protocols.filter((entry) => entry.sound);
  // Each protocol on the first engine, in some scenarios: differential.test.ts holds what all engines do alike.
  const isFirst = engine === TESTED_ENGINES[0];
  const pairs = scenarios.flatMap(({ name }, row) =>
    sound.flatMap((protocol, column) =>
      SLOW || (isFirst ? isPlayed(row, column, 2 * sound.length) : row + column === 0) ? [[protocol.name, name]] : [],
    ),
  );
  test.each(pairs)('accuses %s of nothing in scenario %s', async (protocol, scenario) => {
    const result = await raceFor(10, { engine, protocol, scenario, dtor: 'looked-up' } as RaceRequest);
    expect(result.verdict, result.notes.join()).toBe('clean');
    expect(result.totals.operations).toBeGreaterThan(0);
    expect(result.conservation).toMatchObject({ checked: true, lostPages: 0, problems: [] });
    expect(result.events).toEqual([]);
  });

  test.runIf(isFirst)('each sound protocol was played', () => {
    expect(new Set(pairs.map(([protocol]) => protocol)).size).toBe(sound.length);
  });

  test.runIf(plays(engine, 2, 0))('shows what or-freeze breaks', async () => {
    const request = { engine, protocol: fixture('held-up-or-freeze'), scenario: 'email', stall: STALL };
    const result = await race({ ...request, durationMs: 60_000, stopOnViolation: true });
    const counts = result.violations;
    const found = violations.filter((name) => counts[name] > 0);
    expect(found.length).toBeGreaterThan(0);
    expect(['stolenFree', 'typeConfusionStolenFree', 'doubleFree', 'useAfterFree', 'lostOverflow']).toContain(found[0]);
  });

  test.runIf(plays(engine, 0, 0))('shows a reference on a free page under zeroing-allocator', async () => {
    const request = { engine, protocol: 'zeroing-allocator', scenario: fixture('late-reader'), threads: 1 };
    const result = await race({ ...request, durationMs: 60_000, stopOnViolation: true });
    expect(result.violations.useAfterFree).toBeGreaterThan(0);
  });

  test.runIf(plays(engine, 1, 0))(
    'counts a type confusion by a stale get under old, which is no violation, stops nothing, and is no event',
    async () => {
      const request = { engine, protocol: 'old', scenario: fixture('stale-reader'), threads: 2 };
      let [seen, violations] = [0, 0];
      const result = await raceUntil(
        (progress) => {
          [seen, violations] = [progress.found.typeConfusionStaleGet, progress.violations];
          return seen >= 3;
        },
        { ...request, stopOnViolation: true },
      );
      expect([seen >= 3, violations]).toEqual([true, 0]);
      expect(result).toMatchObject({ events: [], firstViolationMs: null });
      // A life that the end of the run cuts short leaves its page.
      expect(violationsSeen(result).filter((violation) => violation !== 'leak')).toEqual([]);
      expect(result.notes.join()).toContain('An observation, no violation: type confusion, stale get.');
    },
  );

  test.runIf(plays(engine, 2, 0))('says so when a stall held nobody up, since the protocol has no window', async () => {
    const { totals, notes } = await raceFor(20, { engine, protocol: 'freeze-first', stall: STALL });
    expect(totals.stalls).toBe(0);
    expect(notes.join()).toMatch(/nobody was held up: no put came to a window of freeze-first/);
  });

  test("counts exactly: every reference that was taken was put, or is the index's", async () => {
    const request = { engine, protocol: 'old', scenario: 'mixed', dtor: 'looked-up', threads: 3 } as const;
    const { totals, conservation } = await raceFor(50, request);
    const taken = totals.allocs + totals.gets + totals.tryGets - totals.failedGets;
    expect(taken - totals.puts).toBe(conservation.livePages);
    expect(totals.allocs - totals.frees).toBe(conservation.livePages);
  });
});

/** Returns what a race asks its crew for; this crew runs nothing. */
async function jobOf(request: RaceRequest): Promise<CrewJob> {
  const jobs: CrewJob[] = [];
  await race(request, {}, async (job) => {
    jobs.push(job);
    return { results: [], failures: new Map(), interrupted: false, neverStarted: true, ran: false };
  });
  return jobs[0] as CrewJob;
}

test.each(TIERS)('the kernel is of the tier %s when that is asked for', async (tier) => {
  const { code, arena } = await jobOf({ protocol: 'old', tier });
  expect(tierOf(instantiate(code, arena.memory, () => 0).run)).toBe(tier);
});

test.each<[stall: Stall, word: readonly number[]]>([
  [{ kind: 'spin', amount: 70, probability: 1 }, [STALL_SPIN, 70, 2 ** 31 - 1]],
  [{ kind: 'sleep', amount: 70, probability: 0.25 }, [STALL_SLEEP, 70, 2 ** 29]],
  [{ kind: 'yield', amount: 0, probability: 1 }, [STALL_SLEEP, 1, 2 ** 31 - 1]], // the shortest sleep
])('the kernel is told of the stall %j', async (stall, expected) => {
  const { arena } = await jobOf({ protocol: 'v4', stall });
  const said = [CONFIG_STALL, CONFIG_STALL_AMOUNT, CONFIG_STALL_CHANCE].map((address) => arena.words[address >> 2]);
  expect(said).toEqual(expected);
});

test('each worker has its CPU in turn, or the race says why not', async () => {
  const { workers, notes } = await raceFor(10, { protocol: 'old', dtor: 'looked-up', threads: 3, pin: true });
  const refused = notes.some((note) => note.startsWith('not pinned: '));
  const cpus = cpusInOrder('apart');
  expect(workers.map(({ cpu }) => cpu)).toEqual(
    [0, 1, 2].map((worker) => (refused ? undefined : cpus[worker % cpus.length])),
  );
});

test('a stop wakes workers that a stall has sleep for long', async () => {
  const stall: Stall = { kind: 'sleep', amount: 10_000_000, probability: 1 };
  const result = await raceUntil(({ totals }) => totals.stalls > 0, { protocol: 'v4', threads: 2, stall });
  expect(result.totals.stalls).toBeGreaterThan(0);
  expect(result.notes.join()).not.toMatch(/hung/);
  expect(result.conservation.checked).toBe(true);
});

describe('a run that goes wrong', () => {
  // Workers that hang take all CPUs. Nobody interrupts native code from within; the others stand for one another.
  const hanging = (other: Engine): readonly Engine[] =>
    TESTED_ENGINES.filter((engine) => SLOW || engine === other || engine === 'native');

  test.each(hanging('wasm'))('is inconclusive when workers hang (%s)', async (engine) => {
    const result = await race({ engine, protocol: fixture('hangs') }, {}, crewOfHanging);
    expect(result.verdict).toBe('inconclusive');
    expect(result.notes.join()).toMatch(/worker \d \(T.*\) hung while warming up and was terminated/);
    expect(result.conservation.checked).toBe(false);
  });

  test.each(TESTED_ENGINES)('is inconclusive when a worker throws (%s)', async (engine) => {
    const result = await race({ engine, protocol: fixture('dies'), durationMs: 100 });
    expect(result.verdict).toBe('inconclusive');
    expect(result.notes.join()).toMatch(/worker \d \(T.*\) died while warming up: memory access out of bounds/);
  });

  test.each(hanging('js'))('does not wait for workers that hang when it was stopped (%s)', async (engine) => {
    const end = new AbortController();
    const crew: typeof runCrew = (job) => {
      const givesUp: GivesUp = () => {
        if (Atomics.load(job.arena.words, STRUCK) > 0) end.abort();
        return false;
      };
      return runCrew({ ...job, givesUp });
    };
    const result = await race({ engine, protocol: fixture('hangs') }, { signal: end.signal }, crew);
    expect(result).toMatchObject({ verdict: 'inconclusive', interrupted: true });
    expect(result.notes.join()).toMatch(/nothing was executed/);
    expect(result.notes.join()).not.toMatch(/hung/); // nobody waited long enough to tell
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
