// Every flag that a command reads is declared, and every flag that it declares is read: the interface of a command's flags
// and its options are one list.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';

const FOLDER = fileURLToPath(new URL('../../src/commands/', import.meta.url));
/** What several commands take, by the interface that theirs extend. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  OutputFlags: ['json', 'out', 'force'],
  DescriptorOptions: ['reclaim', 'section'],
};

function read(name: string): string {
  return readFileSync(`${FOLDER}${name}.ts`, 'utf8');
}

/** The keys of the interface that a command's action takes. */
function flagsRead(source: string): string[] {
  const [, inherited = '', body = ''] = /interface \w+Flags(?: extends ([\w, ]+))? \{\n([^}]*)\}/.exec(source) ?? [];
  const own = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, key]) => key as string);
  const [, alone = ''] = /action\(\(flags: (\w+)\)/.exec(source) ?? [];
  const common = Object.entries(COMMON).filter(([name]) => name === alone || inherited.split(', ').includes(name));
  return [...own, ...common.flatMap(([, flags]) => flags)].sort();
}

describe.each(Object.entries(COMMANDS))('%s', (name, [, load]) => {
  test('declares the flags that it reads, and reads those that it declares', async () => {
    const command = new Command();
    (await load()).define(command);
    const declared = command.options.map((option) => option.attributeName());
    expect([...new Set(declared)].sort()).toEqual(flagsRead(read(name)));
  });
});
