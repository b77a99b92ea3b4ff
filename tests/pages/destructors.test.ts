// A destructor runs exactly once for each generation that ends; where it ran twice, the counts say so and add up.

import { describe, expect, test } from 'vitest';
import { countsOf } from '../../src/arena/counts.js';
import { auditFinalState, restingIn } from '../../src/arena/final-audit.js';
import { ENGINES } from '../../src/front-end/sources.js';
import { DESTRUCTORS_X, DESTRUCTORS_Y, DOUBLE_FREE, FREES } from '../../src/runtime/counters.js';
import { TYPE_X, TYPE_Y } from '../../src/runtime/layout.js';
import { PageArray } from './page-array.js';

/** Runs of each type's destructor, frees and double frees, and whether the final audit finds that they add up. */
function taken(array: PageArray) {
  const counts = countsOf(array.arena, array.threads.keys());
  const { consistent, conservation } = auditFinalState(
    array.arena.words,
    restingIn(array.arena, array.config, counts),
    array.thread(0),
  );
  return {
    counts: [DESTRUCTORS_X, DESTRUCTORS_Y, FREES, DOUBLE_FREE].map((counter) => counts.of(counter)),
    consistent,
    problems: conservation.problems.filter((problem) => problem.includes('destructor')),
  };
}

describe.each(ENGINES)('on %s', (engine) => {
  test('one for each life of a page, by its type', async () => {
    const array = await PageArray.ready(engine, { pages: 1 }, { protocol: 'v4.ts' });
    for (const [index, type] of [TYPE_X, TYPE_Y, TYPE_Y].entries()) {
      array.thread(0).release(array.thread(0).allocate(type), type, 2 * index + 1);
    }
    expect(taken(array)).toEqual({ counts: [1, 2, 3, 0], consistent: true, problems: [] });
  });

  test('a second one in a generation, by a put that does not mark the page dead', async () => {
    const array = await PageArray.ready(engine, { pages: 1 }, { protocol: 'forgot-step-2.ts' });
    const page = array.thread(0).allocate(TYPE_Y);
    // While thread 0, which takes it for an X, is about to run its destructor, thread 1 takes it back and destroys it.
    array.bed.atNextPoint(() => {
      expect(array.thread(1).speculate(page)).toBeTruthy();
      array.thread(1).release(page, TYPE_Y, array.thread(1).heldGeneration(page));
    });
    array.thread(0).release(page, TYPE_X, 1);
    expect(taken(array)).toEqual({
      counts: [1, 1, 1, 1],
      consistent: true,
      problems: ['1 of 2 destructors ran on a page that somebody else destroyed, too'],
    });
  });

  test('none for a page that was found free', async () => {
    const array = await PageArray.ready(engine, { pages: 1 }, { protocol: 'or-freeze.ts' });
    const page = array.thread(0).allocate(TYPE_X);
    array.bed.atNextPoint(() => {
      expect(array.thread(1).speculate(page)).toBeTruthy();
      array.thread(1).release(page, TYPE_X, array.thread(1).heldGeneration(page));
    });
    array.thread(0).release(page, TYPE_X, 1);
    expect(taken(array)).toEqual({ counts: [1, 0, 1, 1], consistent: true, problems: [] });
  });

  test('a free without one would be a defect of the harness', async () => {
    const array = await PageArray.ready(engine, { pages: 1 }, { protocol: 'v4.ts' });
    array.thread(0).free(array.thread(0).allocate(TYPE_X), 1, TYPE_X);
    expect(taken(array)).toEqual({
      counts: [0, 0, 1, 0],
      consistent: false,
      problems: ['workers counted 0 destructors, 1 frees and 0 double frees'],
    });
  });
});
