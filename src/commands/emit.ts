// reftorture emit

import { type Command, Option } from 'commander';
import { raceProgram } from '../emit/race.js';
import { scaleProgram } from '../emit/scale.js';
import { EMITTED_FORMS, type EmittedForm } from '../engines/kernels.js';
import { emittedRace } from '../harness/compile-in-worker.js';
import { typedText } from '../report/provenance.js';
import { resolveRace } from '../requests/race-request.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import { resolveScenario } from '../requests/resolve-scenario.js';
import { resolveScale } from '../requests/scale-request.js';
import { isPath } from '../requests/user-file.js';
import { defined, list, wholeNumber } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { WORKLOADS } from './scale.js';
import { FORCE, type Outcome, runInShell, type Session } from './shell.js';

interface EmitFlags {
  out?: string;
  force?: true;
}

interface KernelFlags extends EmitFlags {
  as: EmittedForm;
}

interface RaceFlags extends EmitFlags {
  protocol: string;
  scenario: string;
  pages?: number;
  dtor: 'captured' | 'looked-up';
  recheck: boolean;
}

interface ScaleFlags extends EmitFlags {
  protocol: string[];
  workload: string[];
}

const HELP = helpBelow(
  [
    ['reftorture emit race --out race.c && cc -O2 -pthread race.c -o race && ./race --help', ''],
    ['reftorture emit scale --protocol old,v4,mine.ts --workload shared,free > scale.c', ''],
    ['reftorture emit kernel --as c v4', 'what the native engine compiles, below each line of the source'],
  ],
  'Exit codes: 0 printed; 2 bad usage.',
);

export function define(command: Command): void {
  command.description('Prints code that is made of the portable sources.').addHelpText('after', HELP);
  emitting(command, 'race', 'a race as a program in C, to run where there is no Node')
    .addOption(new Option('--protocol <name>', 'a protocol, or the path of a .ts file of your own').default('v4', 'v4'))
    .addOption(new Option('--scenario <name>', 'who does what, or a path of your own').default('email', 'email'))
    .option('--pages <n>', 'pages in the array (default: the scenario decides)', wholeNumber)
    .addOption(
      new Option('--dtor <policy>', "the destructor that runs: of the type believed, or of the page's own")
        .choices(['captured', 'looked-up'])
        .default('captured', 'captured'),
    )
    .option('--no-recheck', 'speculative getters do not look the page up again')
    .action((flags: RaceFlags) =>
      runInShell(
        { force: flags.force },
        (session) => emitted(printedRace(flags), flags, session),
        [flags.protocol, flags.scenario].filter(isPath),
      ),
    );
  emitting(command, 'scale', 'a measurement as a program in C, to run where there is no Node')
    .addOption(
      new Option('--protocol <names>', 'protocols, or paths of your own .ts files, with commas between')
        .argParser(list)
        .default(['old', 'v4'], 'old,v4'),
    )
    .addOption(
      new Option('--workload <names>', 'what the threads do, with commas between')
        .argParser(list)
        .default(WORKLOADS, WORKLOADS.join(',')),
    )
    .action((flags: ScaleFlags) =>
      runInShell(
        { force: flags.force },
        async (session) => emitted(await printedScale(flags), flags, session),
        flags.protocol.filter(isPath),
      ),
    );
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

function printedRace({ protocol, scenario, pages, dtor, recheck }: RaceFlags): string {
  const resolved = resolveRace({ protocol, scenario, dtor, recheck, engine: 'native', ...defined({ pages }) });
  return raceProgram(resolved, resolveScenario(scenario, resolved.protocol), typed());
}

async function printedScale({ protocol, workload }: ScaleFlags): Promise<string> {
  return scaleProgram(await resolveScale({ protocols: protocol, workloads: workload, engines: ['wasm'] }), typed());
}

function typed(): string {
  return typedText(['reftorture', ...process.argv.slice(2)]);
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
