// reftorture emit

import { type Command, Option } from 'commander';
import { EMITTED_FORMS, type EmittedForm } from '../engines/kernels.js';
import { emittedRace } from '../harness/compile-in-worker.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import { isPath } from '../requests/user-file.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { FORCE, type Outcome, runInShell, type Session } from './shell.js';

interface EmitFlags {
  out?: string;
  force?: true;
}

interface KernelFlags extends EmitFlags {
  as: EmittedForm;
}

const HELP = helpBelow(
  [['reftorture emit kernel --as c v4', 'what the native engine compiles, below each line of the source']],
  'Exit codes: 0 printed; 2 bad usage.',
);

export function define(command: Command): void {
  command.description('Prints code that is made of the portable sources.').addHelpText('after', HELP);
  emitting(command, 'kernel', 'the kernel of a protocol, as it runs in a race')
    .argument('<protocol>', 'a protocol, or the path of a .ts file of your own')
    .addOption(new Option('--as <form>', 'C, WebAssembly text or JavaScript').choices(EMITTED_FORMS).default('c', 'c'))
    .action((protocol: string, flags: KernelFlags) =>
      runInShell(
        { force: flags.force },
        async (session) =>
          emitted(await emittedRace(resolveProtocol(protocol), flags.as, session.signal), flags, session),
        [protocol].filter(isPath),
      ),
    );
}

/** A command below `emit`, with the options that all of them have. */
function emitting(command: Command, name: string, summary: string): Command {
  return command
    .command(name)
    .summary(summary)
    .description(`Prints ${summary}.`)
    .option('--out <file>', 'write the text to a file')
    .option(...FORCE);
}

/** `text` on standard output, or in the file that was asked for. */
function emitted(text: string, { out }: EmitFlags, session: Session): Outcome {
  if (out === undefined) return { text: () => text.trimEnd(), exitCode: EXIT.asExpected };
  const file = session.open(out, 'code');
  return { text: () => `${out} is written`, files: [{ file, text }], exitCode: EXIT.asExpected };
}
