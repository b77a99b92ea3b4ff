import { describe, expect, test } from 'vitest';
import { duration, list, parsed, stall, wholeNumber } from '../../src/commands/arguments.js';
import { refuseInapplicable } from '../../src/options/option.js';
import { raceOptions } from '../../src/options/race-options.js';
import { scaleOptions } from '../../src/options/scale-options.js';
import { NOISE } from '../../src/options/stall.js';

describe('duration', () => {
  test.each([
    ['500ms', 500],
    ['5s', 5000],
    ['2m', 120_000],
    ['2min', 120_000],
    ['1h', 3_600_000],
    ['1.5s', 1500],
    ['3', 3000],
  ])('reads %s as %d ms', (text, ms) => expect(duration(text)).toBe(ms));

  test.each(['', '0', '-1s', '5 s', '5d', '1e3', 'Infinity', '0x10'])('refuses %j', (text) => {
    expect(() => duration(text)).toThrow('Expected a positive time');
  });
});

describe('stall', () => {
  test.each([
    ['none', { kind: 'none', amount: 0, probability: 0 }],
    ['spin:0', { kind: 'spin', amount: 0, probability: 1 }],
    ['spin:100@0.25', { kind: 'spin', amount: 100, probability: 0.25 }],
    ['yield', { kind: 'yield', amount: 0, probability: 1 }],
    ['yield@.5', { kind: 'yield', amount: 0, probability: 0.5 }],
    ['noise', NOISE],
    ['noise:10@1', { kind: 'noise', amount: 10, probability: 1 }],
    ['sleep:50@0.01', { kind: 'sleep', amount: 50, probability: 0.01 }],
  ])('reads %s', (text, expected) => expect(stall(text)).toEqual(expected));

  test.each(['', 'spin', 'sleep', 'sleep:0', 'yield:3', 'spin:-1', 'spin:1@1.5', 'nap:5', 'noise:0', 'sleep:10000001'])(
    'refuses %j',
    (text) => {
      expect(() => stall(text)).toThrow('Expected none, noise, spin:ROUNDS');
    },
  );
});

describe('lists and numbers', () => {
  test('splits at commas', () => expect(list('old, v4')).toEqual(['old', 'v4']));
  test('refuses an empty item', () => expect(() => list('old,')).toThrow('Expected names'));
  test('reads whole numbers only', () => {
    expect(wholeNumber('12')).toBe(12);
    for (const text of ['', '-1', '1.5', '1e3', 'x']) expect(() => wholeNumber(text)).toThrow('whole number');
  });
  test('knows violations by name', () => {
    expect(parsed(raceOptions.expect.value, 'stolenFree,leak')).toEqual(['stolenFree', 'leak']);
    expect(() => parsed(raceOptions.expect.value, 'stolenfree')).toThrow('Did you mean "stolenFree"?');
  });
});

describe('a tier', () => {
  test('is for the wasm engine', () => {
    const tier = 'baseline';
    expect(() => refuseInapplicable(raceOptions, { tier, engine: ['js'] })).toThrow(
      '--tier is for the wasm engine, not for js: leave it out',
    );
    for (const engines of [['js', 'wasm'], undefined]) {
      expect(() => refuseInapplicable(raceOptions, { tier, engine: engines })).not.toThrow();
      expect(() => refuseInapplicable(scaleOptions, { tier, engines })).not.toThrow();
    }
    expect(() => refuseInapplicable(scaleOptions, { engines: ['js'] })).not.toThrow();
  });
});
