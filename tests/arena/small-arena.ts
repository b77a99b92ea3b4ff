// The smallest arena that a test can do something in; it says what it needs beyond that.

import { type Arena, createArena } from '../../src/arena/arena.js';

export function smallArena(beyond: Partial<Parameters<typeof createArena>[0]> = {}): Arena {
  return createArena({
    engine: 'js',
    workers: 1,
    pages: 1,
    pageBytes: 64,
    slots: 1,
    lookedUp: false,
    recheck: true,
    seed: 1,
    stall: { kind: 0, amount: 0, chance: 0 },
    ...beyond,
  });
}
