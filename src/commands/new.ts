// The command new.

import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { always, commandOption } from '../options/option.js';
import { text as words } from '../options/value.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import { scaffold } from '../requests/scaffold.js';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';
import { EXIT } from './exit-codes.js';
import { commandOf } from './shell.js';

const options = {
  from: always(
    commandOption(words, '--from <protocol>', 'what it starts from: a name, or a file of your own', { default: 'v4' }),
  ),
};

export const define = commandOf({
  description:
    'Writes a protocol file that compiles at once: a commented copy of a built-in one, or of one of your own, to be changed.',
  operands: [['<file>', 'to write, ending in .ts; it must not exist']],
  help: [
    [
      ['reftorture new mine.ts --from freeze-first', ''],
      ['reftorture check --protocol ./mine.ts', ''],
    ],
    'Exit codes: 0 written; 2 bad usage, or the file exists.',
  ],
  options,
  run: ({ from }, _, file: string) => {
    write(file, from);
    const next = `reftorture check --protocol ${asPath(file)}`;
    return { text: () => `${file}: a copy of ${from}. Next: ${next}`, exitCode: EXIT.asExpected };
  },
});

/** @throws UsageError */
function write(file: string, from: string): void {
  if (!file.endsWith('.ts'))
    throw new UsageError(`"${file}" does not end in .ts: try "${file.replace(/\.\w*$/, '')}.ts"`);
  if (existsSync(file)) throw new UsageError(`"${file}" exists and is left as it is: choose another name`);
  const text = scaffold(asPath(file), resolveProtocol(from));
  let ours = false;
  try {
    const descriptor = openSync(file, 'wx');
    ours = true;
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (ours) rmSync(file, { force: true }); // no half of a file on a full disk
    throw new UsageError(`cannot write "${file}": ${reasonOf(error, 'folder')}`);
  }
}

/** As `--protocol` takes it: a bare name would be looked up in the registry. */
function asPath(file: string): string {
  return /[\\/]/.test(file) ? file : `./${file}`;
}
