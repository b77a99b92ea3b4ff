// Every flag that a command reads is declared, and every flag that it declares is read: the interface of a command's flags
// and its options are one list.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../src/commands/', import.meta.url));
/** What several commands take, by the interface that theirs extend. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  OutputFlags: ['json', 'out', 'force'],
  DescriptorOptions: ['reclaim', 'section'],
};

const files = readdirSync(FOLDER).filter((name) => /export function add\w+\(program/.test(read(name)));

function read(name: string): string {
  return readFileSync(FOLDER + name, 'utf8');
}

/** The keys of the interface that a command's action takes. */
function flagsRead(source: string): string[] {
  const [, inherited = '', body = ''] = /interface \w+Flags(?: extends ([\w, ]+))? \{\n([^}]*)\}/.exec(source) ?? [];
  const own = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, key]) => key as string);
  const [, alone = ''] = /action\(\(flags: (\w+)\)/.exec(source) ?? [];
  const common = Object.entries(COMMON).filter(([name]) => name === alone || inherited.split(', ').includes(name));
  return [...own, ...common.flatMap(([, flags]) => flags)].sort();
}

describe.each(files)('%s', (file) => {
  test('declares the flags that it reads, and reads those that it declares', async () => {
    const module = (await import(`../../src/commands/${file}`)) as Record<string, unknown>;
    const add = Object.entries(module).find(([name]) => name.startsWith('add'))?.[1] as (to: Command) => void;
    const program = new Command();
    add(program);
    const declared = program.commands.flatMap(({ options }) => options.map((option) => option.attributeName()));
    expect([...new Set(declared)].sort()).toEqual(flagsRead(read(file)));
  });
});

test('every command is looked at', () => {
  expect(files.length).toBeGreaterThanOrEqual(13);
});
