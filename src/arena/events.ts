// The violations that workers kept with their circumstances, from their blocks in the shared memory to a result.

import type { RaceEvent } from '../results/race-result.js';
import {
  EVENT_ASSERTION,
  EVENT_BELIEVED_TYPE,
  EVENT_BYTES,
  EVENT_COUNTER,
  EVENT_GENERATION,
  EVENT_HELD_GENERATION,
  EVENT_PAGE,
  EVENT_TIME,
  EVENT_TYPE,
  EVENT_WORD,
  WORKER_BYTES,
  WORKER_EVENTS,
  WORKER_EVENTS_KEPT,
  WORKERS_BASE,
} from '../runtime/layout.js';
import type { Assertion } from '../violations/stories.js';
import { violationOf } from '../violations/table.js';
import { typeName } from '../violations/words.js';
import { type Arena, readWord } from './arena.js';

/**
 * The kept events of all workers in order of time; `roles` by worker. `assertionWith` tells what a number of assert()
 * stands for.
 * @throws RangeError for an event whose counter the table of violations does not know.
 */
export function eventsIn(
  arena: Arena,
  roles: readonly { readonly name: string }[],
  pageBytes: number,
  assertionWith: (number: number) => Assertion,
): RaceEvent[] {
  const times = new Float64Array(arena.memory.buffer);
  const events: RaceEvent[] = [];
  for (const [worker, role] of roles.entries()) {
    const block = WORKERS_BASE + worker * WORKER_BYTES;
    const kept = readWord(arena.words, block + WORKER_EVENTS_KEPT);
    for (let index = 0; index < kept; index++) {
      const event = block + WORKER_EVENTS + index * EVENT_BYTES;
      const field = (offset: number): number => readWord(arena.words, event + offset);
      const violation = violationOf(field(EVENT_COUNTER));
      const broken = violation === 'assertion';
      events.push({
        violation,
        timeMs: times[(event + EVENT_TIME) >> 3] ?? 0,
        worker,
        role: role.name,
        page: broken ? -1 : (field(EVENT_PAGE) - arena.pagesBase) / pageBytes,
        heldGeneration: broken ? 0 : field(EVENT_HELD_GENERATION) >>> 0,
        generation: field(EVENT_GENERATION) >>> 0,
        believedType: typeName(field(EVENT_BELIEVED_TYPE)),
        type: typeName(field(EVENT_TYPE)),
        word: `0x${(field(EVENT_WORD) >>> 0).toString(16)}`,
        ...(broken && { assertion: assertionWith(field(EVENT_ASSERTION)) }),
      });
    }
  }
  return events.sort((a, b) => a.timeMs - b.timeMs);
}
