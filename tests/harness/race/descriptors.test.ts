// Descriptors on real threads: whoever keeps to sections is accused of nothing, and each mistake is found out.

import { describe, expect, test } from 'vitest';
import { NOISE, type RaceRequest } from '../../../src/requests/race-request.js';
import type { RaceResult } from '../../../src/results/race-result.js';
import type { Reclaim, Section } from '../../../src/scenarios/reclaim.js';
import { plays, TESTED_ENGINES } from '../../engines/tested-engines.js';
import { race, raceUntil } from '../../runs.js';
import { isPlayed } from '../../slow.js';

const ROUNDS = 4_000;

/** Until there are frees and speculative gets among enough rounds, whoever has a CPU meanwhile. */
function raced(request: RaceRequest): Promise<RaceResult> {
  return raceUntil(({ operations, totals }) => operations > ROUNDS && totals.frees > 0 && totals.tryGets > 0, {
    dtor: 'looked-up',
    stall: NOISE,
    ...request,
  });
}

const SCENARIOS = ['folio-email', 'folio-walker', 'folio-index'];
const SOUND: readonly (readonly [protocol: string, Reclaim, Section])[] = [
  ['old', 'type-stable', 'put-outside'],
  ['old', 'grace', 'put-outside'],
  ['old', 'grace', 'put-inside'],
  ['old', 'grace', 'before-recheck'],
  ['freeze-first', 'grace', 'put-outside'],
  ['percpu', 'grace', 'put-outside'],
  ['biased', 'grace', 'put-outside'],
];

describe.each(TESTED_ENGINES)('on %s', (engine) => {
  const played = SCENARIOS.flatMap((scenario, row) =>
    SOUND.flatMap((sound, column) =>
      isPlayed(row, column, 6) && plays(engine, column, 0) ? [[scenario, ...sound] as const] : [],
    ),
  );
  test.each(played)('in %s: %s, %s, %s: nobody is accused', async (scenario, protocol, reclaim, section) => {
    const result = await raced({ engine, scenario, protocol, reclaim, section });
    expect(result.events).toEqual([]);
    expect(result.verdict).toBe('clean');
    expect(result.conservation).toMatchObject({ checked: true, lostPages: 0, problems: [] });
    expect(result.totals.frees).toBeGreaterThan(0);
    expect(result.totals.tryGets).toBeGreaterThan(0);
  });

  test.runIf(plays(engine, 0, 0))(
    'three threads, one more than most scenarios have: the epoch goes up all the same',
    async () => {
      const result = await raced({ engine, scenario: 'folio-index', protocol: 'old', reclaim: 'grace', threads: 3 });
      expect(result.verdict).toBe('clean');
      expect(result.totals.allocs).toBeGreaterThan(1);
    },
  );

  const mistakes: readonly [Reclaim, Section][] = [
    ['at-once', 'put-outside'],
    ['grace-but-one', 'put-outside'],
    ['grace', 'none'],
  ];
  test.each(mistakes.filter((_, row) => plays(engine, row, 0)))(
    'the mistake is found out: %s, %s',
    async (reclaim, section) => {
      const request = {
        engine,
        scenario: 'folio-email',
        protocol: 'old',
        reclaim,
        section,
        dtor: 'looked-up',
      } as const;
      const result = await race({ ...request, stall: NOISE, durationMs: 60_000, stopOnViolation: true });
      expect(result.verdict).toBe('violated');
    },
  );

  test.runIf(plays(engine, 1, 0))('a put of v4 that is held up goes on to touch what was given back', async () => {
    const stall = { kind: 'spin', amount: 5000, probability: 1 } as const;
    const request = { engine, scenario: 'folio-email', protocol: 'v4', reclaim: 'grace', dtor: 'looked-up' } as const;
    const { violations } = await raceUntil(({ violations: seen }) => seen >= 20, { ...request, stall, threads: 3 });
    expect(violations.touchedFreed + violations.stolenFree).toBeGreaterThan(0);
  });
});
