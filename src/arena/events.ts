// The violations that workers kept with their circumstances, from their blocks in the shared memory to a result.

import type { RaceEvent } from '../results/race-result.js';
import * as layout from '../runtime/layout.js';
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
    const block = layout.WORKERS_BASE + worker * layout.WORKER_BYTES;
    const kept = readWord(arena.words, block + layout.WORKER_EVENTS_KEPT);
    for (let index = 0; index < kept; index++) {
      const event = block + layout.WORKER_EVENTS + index * layout.EVENT_BYTES;
      const field = (offset: number): number => readWord(arena.words, event + offset);
      const violation = violationOf(field(layout.EVENT_COUNTER));
      const broken = violation === 'assertion';
      events.push({
        violation,
        timeMs: times[(event + layout.EVENT_TIME) >> 3] ?? 0,
        worker,
        role: role.name,
        page: broken ? -1 : (field(layout.EVENT_PAGE) - arena.pagesBase) / pageBytes,
        heldGeneration: broken ? 0 : field(layout.EVENT_HELD_GENERATION) >>> 0,
        generation: field(layout.EVENT_GENERATION) >>> 0,
        believedType: typeName(field(layout.EVENT_BELIEVED_TYPE)),
        type: typeName(field(layout.EVENT_TYPE)),
        word: `0x${(field(layout.EVENT_WORD) >>> 0).toString(16)}`,
        ...(broken && { assertion: assertionWith(field(layout.EVENT_ASSERTION)) }),
      });
    }
  }
  return events.sort((a, b) => a.timeMs - b.timeMs);
}
