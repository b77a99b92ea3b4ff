// The command new.

import { existsSync } from 'node:fs';
import { commandOption } from '../options/option.js';
import { text as words } from '../options/value.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import { scaffold } from '../requests/scaffold.js';
import { UsageError } from '../usage-error.js';
import { commandOf } from './shell.js';

const options = {
  from: commandOption(words, '--from <protocol>', 'what it starts from: a name, or a file of your own', {
    default: 'v4',
  }),
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
  run: ({ from }, { open }, file: string) => {
    if (!file.endsWith('.ts'))
      throw new UsageError(`"${file}" does not end in .ts: try "${file.replace(/\.\w*$/, '')}.ts"`);
    if (existsSync(file)) throw new UsageError(`"${file}" exists and is left as it is: choose another name`);
    // A bare name would be looked up in the registry.
    const path = /[\\/]/.test(file) ? file : `./${file}`;
    const text = scaffold(path, resolveProtocol(from));
    const next = `reftorture check --protocol ${path}`;
    return {
      text: () => `${file}: a copy of ${from}. Next: ${next}`,
      files: [{ file: open(file, 'code'), text }],
    };
  },
});
