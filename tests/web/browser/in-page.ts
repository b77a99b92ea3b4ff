// Runs in the page without its forms, for tests, which bundle this as the page is bundled.

import { race, runCrew } from '../../../src/harness/race/race.js';
import { scale } from '../../../src/harness/scale/scale.js';
import { loadFiles } from '../../../src/host/browser/files.js';
import { readClientHints } from '../../../src/host/browser/software.js';
import { type RaceRequest, resolveRace } from '../../../src/requests/race-request.js';
import { resolveScale, type ScaleRequest } from '../../../src/requests/scale-request.js';
import type { RaceResult } from '../../../src/results/race-result.js';
import type { ScaleResult } from '../../../src/results/scale-result.js';
import { crewOfHanging, STRUCK } from '../../harness/race/struck.js';

await Promise.all([loadFiles(), readClientHints()]);

export function raceOf(request: RaceRequest): Promise<RaceResult> {
  return race(resolveRace(request));
}

export async function scaleOf(request: ScaleRequest): Promise<ScaleResult> {
  return scale(await resolveScale(request));
}

/** Returns what becomes of a race with the kernel `text`. It ends once somebody was struck, as the kernel counts. */
export function raceWith(text: string, hangs: boolean, auditDeadlineMs: number): Promise<RaceResult> {
  const crew = hangs ? crewOfHanging : runCrew;
  const end = new AbortController();
  return race(resolveRace({ engine: 'js', threads: 2, durationMs: 60_000 }), {}, (job) =>
    crew({
      ...job,
      code: { engine: 'js', text },
      graceMs: 60_000,
      auditDeadlineMs,
      signal: end.signal,
      onTick: () => Atomics.load(job.arena.words, STRUCK) > 0 && end.abort(),
    }),
  );
}
