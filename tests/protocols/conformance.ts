// The conformance suite of protocols. Each line of the table looks at one thing and says what is right to see; a
// protocol that is broken on purpose says, by the name of the line, what it shows instead. All of it runs on one
// thread: where two meet, the second runs inside the first one's window.

import { describe, expect, test } from 'vitest';
import { EMBEDDED_ENGINES } from '../../src/front-end/sources.js';
import type { ProtocolEntry } from '../../src/protocols/index.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { SLOW } from '../slow.js';
import { type Page, pageMakers } from './contract.js';

type Sight = boolean | number | string | readonly (boolean | number | string)[];

interface Expectation {
  readonly right: Sight;
  look(page: Page): Sight;
}

/** Repetitions of a failed get: more than any threshold that a protocol could mistake for a state. */
const MANY = 1000;

function times<T>(count: number, action: () => T): T[] {
  return Array.from({ length: count }, action);
}

export /** Whether a put destroys a page that others have destroyed and handed out again within its window. */
function destroysALaterLife(page: Page, live: () => void): boolean {
  let lived = false;
  const destroyed = page.alive(1).putWhile(() => {
    lived = page.tryGet() && page.put();
    if (!lived) return;
    page.alive(1);
    live();
  });
  return lived && destroyed;
}

const EXPECTATIONS = {
  'exports the contract and nothing else': {
    right: ['count', 'countAt', 'free', 'freeze', 'get', 'init', 'put', 'putMany', 'tryGet', 'tryGetMany', 'unfreeze'],
    look: (page) => page.names.sort(),
  },
  'a free page counts nothing': {
    right: 0,
    look: (page) => page.count,
  },
  'a free page refuses tryGet': {
    right: false,
    look: (page) => page.tryGet(),
  },
  'failed gets never make a free page alive': {
    right: [0, 0],
    look: (page) => [times(MANY, () => page.tryGet()).filter(Boolean).length, page.count],
  },
  'init gives one reference': {
    right: 1,
    look: (page) => page.alive(1).count,
  },
  'init gives one reference after failed gets': {
    right: 1,
    look: (page) => {
      times(MANY, () => page.tryGet());
      return page.alive(1).count;
    },
  },
  'tryGet takes a reference of a live page': {
    right: [true, 2],
    look: (page) => [page.alive(1).tryGet(), page.count],
  },
  'get takes a reference': {
    right: 3,
    look: (page) => page.alive(3).count,
  },
  'put at 2 keeps the page, with one reference': {
    right: [false, 1],
    look: (page) => [page.alive(2).put(), page.count],
  },
  'of all puts exactly the last one destroys': {
    right: [false, false, false, true],
    look: (page) => times(page.alive(4).count, () => page.put()),
  },
  // Its bits, not the whole word: a protocol may keep more in the word of a free page, such as a generation.
  'the last put leaves the bits of the resting word': {
    right: [true, true, 0],
    look: (page) => [page.alive(1).put(), (page.word & page.free) === page.free, page.count],
  },
  'many references come and go at once': {
    right: [true, 4, false, 1],
    look: (page) => [page.alive(1).tryGetMany(3), page.count, page.putMany(3), page.count],
  },
  'the last of many destroy': {
    right: [true, 0],
    look: (page) => [page.alive(3).putMany(3), page.count],
  },
  'a free page refuses many': {
    right: [false, 0],
    look: (page) => [page.tryGetMany(3), page.count],
  },
  'a destroyed page refuses tryGet': {
    right: [true, false, 0],
    look: (page) => [page.alive(1).put(), page.tryGet(), page.count],
  },
  'a page can live again': {
    right: [true, 1, true],
    look: (page) => [page.alive(1).put(), page.alive(1).count, page.put()],
  },
  'freeze wins at the expected count': {
    right: [true, 0],
    look: (page) => [page.alive(2).freeze(2), page.count],
  },
  'freeze loses at any other count, and changes nothing': {
    right: [false, false, 2],
    look: (page) => [page.alive(2).freeze(1), page.freeze(3), page.count],
  },
  'a frozen page cannot be frozen': {
    right: [true, false, false],
    look: (page) => [page.alive(1).freeze(1), page.freeze(1), page.freeze(2)],
  },
  'a frozen page refuses tryGet': {
    right: [true, 0, 0],
    look: (page) => [page.alive(2).freeze(2), times(MANY, () => page.tryGet()).filter(Boolean).length, page.count],
  },
  'unfreeze restores the count, whatever failed meanwhile': {
    right: [true, 2, true, 3],
    look: (page) => {
      const frozen = page.alive(2).freeze(2);
      times(MANY, () => page.tryGet());
      page.unfreeze(2);
      return [frozen, page.count, page.tryGet(), page.count];
    },
  },
  'an unfrozen page dies by its last put': {
    right: [true, false, true],
    look: (page) => {
      const frozen = page.alive(2).freeze(2);
      page.unfreeze(2);
      return [frozen, page.put(), page.put()];
    },
  },
  'of a last put and a get meanwhile one comes away with the page': {
    right: 'one',
    look: (page) => {
      let taken = false;
      const destroyed = page.alive(1).putWhile(() => {
        taken = page.tryGet();
      });
      return destroyed && taken ? 'both' : destroyed || taken ? 'one' : 'neither';
    },
  },
  'of a last put and a get and put meanwhile one destroys': {
    right: 1,
    look: (page) => {
      let destructions = 0;
      const destroyed = page.alive(1).putWhile(() => {
        if (page.tryGet() && page.put()) destructions++;
      });
      return destructions + Number(destroyed);
    },
  },
  'a put leaves a later owner alone': {
    right: false,
    look: (page) => destroysALaterLife(page, () => {}),
  },
  'a put leaves the staged zero of a later owner alone': {
    right: false,
    look: (page) =>
      destroysALaterLife(page, () => {
        page.word -= 1; // step 1 of the later owner's put, whose step 2 is still to come
      }),
  },
} satisfies Record<string, Expectation>;

/** Findings of a protocol that is broken on purpose, in the place of the right ones. */
export type Departures = Partial<Record<keyof typeof EXPECTATIONS, Sight>>;

/** The suite for a protocol, on every engine; by default, mutants are not compiled as C. */
export async function conforms({ file, mutant }: ProtocolEntry, departures: Departures = {}): Promise<void> {
  const engines = mutant && !SLOW ? EMBEDDED_ENGINES : TESTED_ENGINES;
  for (const [engine, makePage] of await pageMakers(file, 'open', engines)) {
    describe(`${file} on ${engine}`, () => {
      for (const [name, { right, look }] of Object.entries<Expectation>(EXPECTATIONS)) {
        const departure = departures[name as keyof Departures];
        test(departure === undefined ? name : `breaks: ${name}`, () => {
          expect(departure).not.toEqual(right);
          expect(look(makePage())).toEqual(departure ?? right);
        });
      }
    });
  }
}
