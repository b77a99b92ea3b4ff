import { expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import { conforms, type Departures } from './conformance.js';

/** The race of the report: v4 and what is made of it cannot tell their own zero from a later one. */
const STOLEN_FREE: Departures = { 'a put leaves the staged zero of a later owner alone': true };

const READS_ONE_LOW: Departures = {
  'init gives one reference': 0,
  'init gives one reference after failed gets': 0,
  'tryGet takes a reference of a live page': [true, 1],
  'get takes a reference': 2,
  'put at 2 keeps the page, with one reference': [false, 0],
  'of all puts exactly the last one destroys': [false, false, false], // as many puts as are counted, one too few
  'many references come and go at once': [true, 3, false, 0],
  'a page can live again': [true, 0, true],
  'freeze loses at any other count, and changes nothing': [false, false, 1],
  'unfreeze restores the count, whatever failed meanwhile': [true, 1, true, 2],
};

/** By name in the registry: what each protocol is known to break. */
const KNOWN: Readonly<Record<string, Departures>> = {
  old: {},
  v4: STOLEN_FREE,
  v5: STOLEN_FREE,
  'freeze-first': {},
  'assume-one': {},
  'inverted-bit': STOLEN_FREE,
  'v4-acquire': STOLEN_FREE,
  'v4-full': STOLEN_FREE,
  'v4-generation': {},
  'v4-rfc': STOLEN_FREE,
  sticky: {}, // a get within the window fails and helps: its races need two threads
  rcuref: STOLEN_FREE,
  percpu: {},
  biased: {},
  'or-freeze': {
    ...STOLEN_FREE,
    'of a last put and a get meanwhile one comes away with the page': 'both',
    'of a last put and a get and put meanwhile one destroys': 2,
    'a put leaves a later owner alone': true,
  },
  'zeroing-allocator': {
    ...STOLEN_FREE,
    'a free page refuses tryGet': true,
    'failed gets never make a free page alive': [1000, 1000],
    'a free page refuses many': [true, 3],
    'a destroyed page refuses tryGet': [true, true, 1],
    'of a last put and a get and put meanwhile one destroys': 2,
  },
  'no-reset': STOLEN_FREE,
  'v4-blind-loop': STOLEN_FREE,
  'forgot-step-2': {
    'the last put leaves the bits of the resting word': [true, false, 0],
    'a destroyed page refuses tryGet': [true, true, 1],
  },
  'get-ignores-frozen': {
    ...STOLEN_FREE,
    'a free page refuses tryGet': true,
    'failed gets never make a free page alive': [1000, 0],
    'a free page refuses many': [true, 0],
    'a destroyed page refuses tryGet': [true, true, 0],
    'a frozen page refuses tryGet': [true, 1000, 0],
  },
  'both-destroy': { ...STOLEN_FREE, 'of a last put and a get and put meanwhile one destroys': 2 },
  'undo-failed-get': STOLEN_FREE,
  'freeze-in-place': {
    ...STOLEN_FREE,
    'failed gets never make a free page alive': [0, 1000],
    'a free page refuses many': [false, 1],
    'a destroyed page refuses tryGet': [true, false, 1],
    'freeze wins at the expected count': [true, 2],
    'a frozen page refuses tryGet': [true, 0, 1002],
  },
  'get-takes-zero': {
    'failed gets never make a free page alive': [999, 1000],
    'a free page refuses many': [false, 1],
    'a destroyed page refuses tryGet': [true, false, 1],
    'a frozen page refuses tryGet': [true, 999, 1000],
  },
  'split-put': { 'of a last put and a get meanwhile one comes away with the page': 'both' },
  'check-then-put': {
    'of a last put and a get meanwhile one comes away with the page': 'both',
  },
  'plain-init-before-type': {}, // the count is right; the type is another thread's to see
  'count-off-by-one': READS_ONE_LOW,
  'through-zero': STOLEN_FREE,
  'percpu-no-grace': {},
  'biased-plain': {},
};

test('every protocol of the registry is held to the contract', () => {
  expect(Object.keys(KNOWN).sort()).toEqual(protocols.map(({ name }) => name).sort());
});

for (const entry of protocols) await conforms(entry, KNOWN[entry.name]);
