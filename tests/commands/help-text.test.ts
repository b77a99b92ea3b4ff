// What --help says below the options: no wider than 80 columns, and only of options that there are.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { explained } from '../../src/report/layout.js';

const FOLDER = fileURLToPath(new URL('../../src/commands/', import.meta.url));
const files = readdirSync(FOLDER).filter((name) =>
  /export function add\w+\(program/.test(readFileSync(FOLDER + name, 'utf8')),
);

/** The command of `file`, and all that its --help prints. */
async function helpOf(file: string): Promise<{ command: Command; text: string }> {
  const module = (await import(`../../src/commands/${file}`)) as Record<string, unknown>;
  const add = Object.entries(module).find(([name]) => name.startsWith('add'))?.[1] as (to: Command) => void;
  const program = new Command('reftorture');
  let text = '';
  program.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  add(program);
  const [command] = program.commands as [Command];
  command.copyInheritedSettings(program).outputHelp();
  return { command, text };
}

describe.each(files)('%s', (file) => {
  test('fits 80 columns', async () => {
    const { text } = await helpOf(file);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('has examples, with options that exist, and names its exit codes', async () => {
    const { command, text } = await helpOf(file);
    expect(text).toMatch(/^Examples?:$/m);
    expect(text).toMatch(/^Exit codes: (?:0|130) \w+/m);
    const own = text.split('\n').filter((line) => line.startsWith(`  reftorture ${command.name()}`));
    const named = own.flatMap((line) => [...line.matchAll(/ (--[\w-]+)/g)].map(([, option]) => option));
    const known = command.options.map(({ long }) => long);
    expect(own.length).toBeGreaterThan(0);
    expect(named.filter((option) => !known.includes(option))).toEqual([]);
  });
});

describe('an explanation stands', () => {
  test('beside its line where all fit', () => {
    expect(
      explained(
        [
          ['one', 'first'],
          ['three', 'third'],
          ['alone', ''],
        ],
        '  ',
        30,
      ),
    ).toEqual(['  one    first', '  three  third', '  alone']);
  });

  test('beside short lines, on several', () => {
    expect(explained([['one', 'a longer text than fits']], '  ', 20)).toEqual([
      '  one  a longer text',
      '       than fits',
    ]);
  });

  test('below long lines', () => {
    expect(explained([['a long command', 'what it does']], '  ', 20)).toEqual([
      '  a long command',
      '      what it does',
    ]);
  });
});
