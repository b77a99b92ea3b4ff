// The tables of options: what every entry has, and what follows from one.

import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addOptions, typedOptions } from '../../src/commands/arguments.js';
import { checkOptions } from '../../src/options/check-options.js';
import {
  commandOption,
  each,
  inapplicableIf,
  optionsIn,
  type RequestOf,
  type Table,
} from '../../src/options/option.js';
import { raceOptions } from '../../src/options/race-options.js';
import { scaleOptions } from '../../src/options/scale-options.js';
import { name, onOff, time, whole } from '../../src/options/value.js';
import { requestsOf, resolveOptions, resolveRow } from '../../src/requests/resolve-options.js';

describe.each(Object.entries({ raceOptions, checkOptions, scaleOptions }))('%s', (_, table: Table) => {
  const entries = Object.entries(table);

  test('say what each flag is for, and what each key of a configuration means', () => {
    expect(entries.filter(([, { flag, help }]) => flag && !help).map(([key]) => key)).toEqual([]);
    expect(entries.filter(([, { in: place, meaning }]) => /^config/.test(place) && !meaning)).toEqual([]);
  });

  test('have a flag for each option of the command line, none twice', () => {
    const flags = entries.flatMap(([, { flag }]) => flag ?? []);
    expect(new Set(flags).size).toBe(flags.length);
    expect(entries.filter(([, { in: place, flag }]) => place === 'command' && !flag)).toEqual([]);
  });
});

const option = optionsIn<{ readonly values: { readonly pages: number }; readonly asked: object }>();
const TABLE = {
  kind: each(option({ in: 'config', value: name('kind', ['one', 'two']), flag: '--kind <names>', default: 'one' })),
  pages: option({ in: 'config', value: whole('pages', 1, 9), flag: '--pages <n>', default: 1 }),
  cold: option({
    in: 'config',
    value: onOff,
    flag: '--cold',
    default: false,
    inapplicable: ({ values: { pages } }) => (pages === 1 ? 'one page is never cold' : undefined),
  }),
  ...inapplicableIf(({ pages }) => (pages === 9 ? 'nine pages are enough' : undefined), {
    limit: commandOption(time(), '--limit <time>', 'at most so long'),
  }),
};

function typed(...words: string[]) {
  const command = new Command().exitOverride();
  addOptions(command, TABLE);
  command.parse(words, { from: 'user' });
  return typedOptions(command, TABLE);
}

test('a command line gives what was typed, by key, and a request for each combination', () => {
  const given = typed('--kind', 'one,two', '--limit', '2s', '--cold');
  expect(given).toEqual({ kind: ['one', 'two'], limit: 2000, cold: true });
  expect(requestsOf(TABLE, given, ['kind'])).toEqual([
    { cold: true, kind: 'one' },
    { cold: true, kind: 'two' },
  ]);
  expect(() => typed('--kind', 'one,tow')).toThrow('unknown kind "tow". Did you mean "two"?');
  expect(() => typed('--pages', '9', '--limit', '1s')).toThrow('nine pages are enough: leave out --limit');
});

test('a request is filled in, held to its limits, and told of what does nothing', () => {
  const examine = (request: RequestOf<typeof TABLE>) => resolveOptions(TABLE, request, {});
  expect(examine({ pages: 2, cold: true }).resolved).toEqual({ kind: 'one', pages: 2, cold: true });
  expect(() => examine({ pages: 10 })).toThrow('pages must be a whole number from 1 to 9, not 10');
  expect(examine({ cold: true }).inapplicable).toEqual([{ key: 'cold', reason: 'one page is never cold' }]);
  const row = [{ cold: true }, { pages: 2, cold: true }];
  expect(resolveRow(row, examine).map(({ cold }) => cold)).toEqual([false, true]);
  expect(() => resolveRow([{ cold: true }], examine)).toThrow('one page is never cold');
});
