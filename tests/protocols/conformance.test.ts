import { expect, test } from 'vitest';
import { protocols } from '../../src/protocols/index.js';
import { conforms, type Departures } from './conformance.js';

/** The race of the report: v4 and what is made of it cannot tell their own zero from a later one. */
const STOLEN_FREE: Departures = { 'a put leaves the staged zero of a later owner alone': true };

/** By name in the registry: what each protocol is known to break. */
const KNOWN: Readonly<Record<string, Departures>> = {
  old: {},
  v4: STOLEN_FREE,
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
    'a destroyed page refuses tryGet': [true, true, 1],
    'of a last put and a get and put meanwhile one destroys': 2,
  },
  // What is wrong with their resets takes more failed gets than a test of one call can make: the checker's business.
  'no-reset': STOLEN_FREE,
  'v4-rfc': STOLEN_FREE,
  'v4-blind-loop': STOLEN_FREE,
};

test('every protocol of the registry is held to the contract', () => {
  expect(Object.keys(KNOWN).sort()).toEqual(protocols.map(({ name }) => name).sort());
});

for (const { name, file } of protocols) await conforms(file, KNOWN[name]);
