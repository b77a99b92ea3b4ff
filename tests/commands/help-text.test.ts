// Tests of what --help says below the options: no wider than 80 columns, and only of options that there are.

import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { COMMANDS, type CommandModule } from '../../src/commands/index.js';
import { explained } from '../../src/report/layout.js';

/** The command `name`, and all that its --help prints. */
async function helpOf(name: string, load: () => Promise<CommandModule>): Promise<{ command: Command; text: string }> {
  const program = new Command('reftorture');
  let text = '';
  program.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  const command = program.command(name);
  (await load()).define(command);
  command.outputHelp();
  return { command, text };
}

describe.each(Object.entries(COMMANDS))('%s', (name, [, load]) => {
  test('fits 80 columns', async () => {
    const { text } = await helpOf(name, load);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('has examples, with options that exist, and names its exit codes', async () => {
    const { command, text } = await helpOf(name, load);
    expect(text).toMatch(/^Examples?:$/m);
    expect(text).toMatch(/^Exit codes: (?:0|130) \w+/m);
    const own = text.split('\n').filter((line) => line.startsWith(`  reftorture ${command.name()}`));
    const named = own.flatMap((line) => [...line.matchAll(/ (--[\w-]+)/g)].map(([, option]) => option));
    const known = [command, ...command.commands].flatMap(({ options }) => options.map(({ long }) => long));
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

  test('beside short lines, on lines of its own', () => {
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
