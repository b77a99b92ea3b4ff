// For the page: a race whose workers do worse than a protocol could. The test bundles it as the page is bundled.

import { runCrew } from '../../../src/harness/race/crew.js';
import { race } from '../../../src/harness/race/race.js';
import { loadFiles } from '../../../src/host/browser/files.js';
import { resolveRace } from '../../../src/requests/race-request.js';
import type { RaceResult } from '../../../src/results/race-result.js';
import { crewOfHanging, STRUCK } from '../../harness/race/struck.js';

/** What becomes of a race with the kernel `text`. It ends once somebody was struck, as the kernel counts. */
export async function raceWith(text: string, hangs: boolean, stockDeadlineMs: number): Promise<RaceResult> {
  await loadFiles();
  const crew = hangs ? crewOfHanging : runCrew;
  const end = new AbortController();
  return race(resolveRace({ engine: 'js', threads: 2, durationMs: 60_000 }), {}, (job) =>
    crew({
      ...job,
      code: { engine: 'js', text },
      graceMs: 60_000,
      stockDeadlineMs,
      signal: end.signal,
      onTick: () => Atomics.load(job.arena.words, STRUCK) > 0 && end.abort(),
    }),
  );
}
