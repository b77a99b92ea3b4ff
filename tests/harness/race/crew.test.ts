// Tests of what becomes of a worker that does worse than a protocol could, in each phase of a race: kernels written for
// it.

import { describe, expect, test } from 'vitest';
import type { Arena } from '../../../src/arena/arena.js';
import { raceResult, runCrew } from '../../../src/harness/race/race.js';
import { resolveRace } from '../../../src/requests/race-request.js';
import type { RaceResult } from '../../../src/results/race-result.js';
import { ABANDON } from '../../../src/runtime/layout.js';
import { smallArena } from '../../arena/small-arena.js';
import { isPlayed } from '../../slow.js';
import { crewOfHanging, STRUCK } from './struck.js';

/** Phases in which worker 1 is hit, each with the state that it is then in. Worker 0 does as it should. */
const PHASES = {
  binding: { state: 'starting', kernel: 'FAULT; return { setup() {}, populate() {}, run() {} };' },
  'set-up': { state: 'starting', kernel: 'return { setup(w) { if (w === 1) { FAULT } }, populate() {}, run() {} };' },
  'first population': {
    state: 'starting',
    kernel: 'let me = 0; return { setup(w) { me = w; }, populate() { if (me === 1) { FAULT } }, run() {} };',
  },
  'warm-up': {
    state: 'warming up',
    kernel: 'let me = 0; return { setup(w) { me = w; }, populate() {}, run() { if (me === 1) { FAULT } } };',
  },
  'second population': {
    state: 'warming up',
    kernel: `let me = 0, times = 0;
      return { setup(w) { me = w; }, populate() { if (me === 1 && ++times === 2) { FAULT } }, run() {} };`,
  },
  run: {
    state: 'running',
    kernel: `let me = 0, times = 0;
      return { setup(w) { me = w; }, populate() { times++; }, run() { if (me === 1 && times === 2) { FAULT } } };`,
  },
} as const;

const FAULTS = {
  throws: { code: 'throw new Error("struck");', word: /died .*: struck/ },
  exits: { code: 'process.exit(7);', word: /died .*code: 7/ },
  hangs: { code: 'for (;;);', word: /(?:hung while|was still) .* and was terminated/ },
} as const;

/** Two workers with the kernel `text`, in a run that ends once somebody was struck. */
async function raceWith(text: string, crew: typeof runCrew): Promise<RaceResult> {
  const { config } = resolveRace({ engine: 'js', threads: 2, pin: false });
  const arena: Arena = smallArena({ workers: 2 });
  const roles = [1, 2].map((number) => ({ number, name: `T${number}`, rounds: 1 }));
  const end = new AbortController();
  const outcome = await crew({
    arena,
    code: { engine: 'js', text },
    roles,
    geometry: { pages: 1, pageBytes: 64, slots: 1 },
    durationMs: 60_000,
    warmUpMs: 20,
    graceMs: 60_000,
    pin: false,
    stopOnViolation: false,
    signal: end.signal,
    onTick: () => Atomics.load(arena.words, STRUCK) > 0 && end.abort(),
  });
  return raceResult(config, roles, {
    arena,
    outcome,
    assertionWith: (number) => ({ number, source: '', condition: '' }),
  });
}

/** Kernels that count themselves in a run, and whose count() goes wrong in the final audit. */
const STRUCK_COUNTS = {
  throws: { count: 'throw new Error("struck");', problem: /^the final audit failed: struck$/ },
  exits: { count: 'process.exit(7);', problem: /^the final audit failed: .*code: 7/ },
  hangs: { count: 'for (;;);', problem: /^the final audit failed: count\(\) had not returned after 0\.2 s$/ },
};

test.each(Object.entries(STRUCK_COUNTS))('count() %s: the race is inconclusive and says so', async (_, struck) => {
  const text = `return { setup() {}, populate() {}, run() { Atomics.add(words, ${STRUCK}, 1); },
    countOf() { ${struck.count} } };`;
  const { verdict, notes, conservation } = await raceWith(text, (job) => runCrew({ ...job, auditDeadlineMs: 200 }));
  expect(verdict).toBe('inconclusive');
  expect(notes[0]).toMatch(struck.problem);
  expect(conservation.checked).toBe(false);
});

test('a worker that comes back when it is given up already: the race is inconclusive', async () => {
  const text = `let me = 0, times = 0;
    return { setup(w) { me = w; }, populate() { times++; }, run() {
      if (me === 0 || times < 2) return;
      Atomics.add(words, ${STRUCK}, 1);
      while (Atomics.load(words, ${ABANDON >> 2}) === 0);
    } };`;
  const { verdict, notes, conservation } = await raceWith(text, crewOfHanging);
  expect(verdict).toBe('inconclusive');
  expect(notes[0]).toMatch(/^worker 1 \(T2\) (?:was still running after the interrupt|came back too late)/);
  expect(conservation.checked).toBe(false);
});

describe.each(Object.entries(PHASES).map(([phase, at], row) => [phase, at, row] as const))(
  'a worker that is struck at %s',
  (phase, { state, kernel }, row) => {
    test.each(Object.entries(FAULTS).filter((_, column) => isPlayed(row, column, 2)))(
      '%s: the race ends, is inconclusive, and says who and when',
      async (fault, { code, word }) => {
        const text = kernel.replace('FAULT', `Atomics.add(words, ${STRUCK}, 1); ${code}`);
        const result = await raceWith(text, fault === 'hangs' ? crewOfHanging : runCrew);
        expect(result.verdict).toBe('inconclusive');
        expect(result.workers[1]).toMatchObject({ worker: 1, role: 'T2', state });
        const notes = result.notes.join('\n');
        expect(notes).toMatch(word);
        expect(notes).toMatch(phase === 'binding' ? /worker [01] \(T[12]\)/ : /worker 1 \(T2\)/);
        if (phase !== 'binding') expect(notes).not.toContain('worker 0 (T1)'); // it came back
        expect(result.conservation.checked).toBe(false);
      },
      60_000,
    );
  },
);
