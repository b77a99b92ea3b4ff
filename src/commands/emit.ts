// The command emit.

import type { Command } from 'commander';
import { raceProgram } from '../emit/race.js';
import { scaleProgram } from '../emit/scale.js';
import { EMITTED_FORMS } from '../engines/kernels.js';
import { emittedRace } from '../harness/compile-in-worker.js';
import { commandOption, type Table, type TypedOf } from '../options/option.js';
import { raceOptions } from '../options/race-options.js';
import { scaleOptions } from '../options/scale-options.js';
import { descriptorOptions, dtor, output, protocol, recheck, scenario } from '../options/shared.js';
import { name, text } from '../options/value.js';
import { typedText } from '../report/provenance.js';
import { resolveRace } from '../requests/race-request.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import { resolveScale } from '../requests/scale-request.js';
import { resolveScenario } from '../requests/scenario-file.js';
import { isPath } from '../requests/user-file.js';
import { addOptions, typedOptions } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { type Outcome, runInShell, type Session } from './shell.js';

const emitOptions = {
  out: commandOption(text, '--out <file>', 'write the text to a file'),
  force: output.force,
};
type Asked = TypedOf<typeof emitOptions>;

const { pages, pageBytes, reuse } = raceOptions;
const raceTable = {
  protocol: { ...protocol, flag: '--protocol <name>', help: 'a protocol, or the path of a .ts file of your own' },
  scenario: { ...scenario, flag: '--scenario <name>' },
  ...{ pages, pageBytes, dtor, recheck, reuse, ...descriptorOptions },
  ...emitOptions,
};
const { protocols, workloads, pages: scalePages } = scaleOptions;
const scaleTable = { protocols, workloads, pages: scalePages, ...emitOptions };
const kernelTable = {
  as: commandOption(name('form', EMITTED_FORMS), '--as <form>', 'C, WebAssembly text or JavaScript', { default: 'c' }),
  ...emitOptions,
};

const HELP = helpBelow(
  [
    ['reftorture emit race --out race.c', 'then cc -O2 -pthread race.c -o race && ./race'],
    ['reftorture emit scale --protocol old,v4,mine.ts --workload shared,free', ''],
    ['reftorture emit kernel --as c v4', 'what the native engine compiles, below each line of the source'],
  ],
  'Exit codes: 0 printed; 2 bad usage.',
);

export function define(command: Command): void {
  command.description('Prints programs and kernels that are made of the portable sources.').addHelpText('after', HELP);
  emitting(command, 'race', 'a race as a program in C, to run where there is no Node', raceTable, (asked) => {
    const { out: _, force: __, ...request } = asked;
    const resolved = resolveRace({ ...request, engine: 'native' });
    const own = resolveScenario(resolved.config.scenario, resolved.protocol);
    return raceProgram(resolved, own, typed());
  });
  emitting(
    command,
    'scale',
    'a measurement as a program in C, to run where there is no Node',
    scaleTable,
    async (asked) => {
      const { out: _, force: __, ...request } = asked;
      const resolved = await resolveScale({ ...request, engines: ['wasm'] }); // here no C compiler is needed
      return scaleProgram(resolved, typed());
    },
  );
  emitting(
    command,
    'kernel',
    'the kernel of a protocol, as it runs in a race',
    kernelTable,
    async (asked, session, named) => {
      return emittedRace(resolveProtocol(named as string), asked.as ?? 'c', session.signal);
    },
  ).argument('<protocol>', 'a protocol, or the path of a .ts file of your own');
}

/** A command below `emit`. `print` returns the text. */
function emitting<T extends Table & typeof emitOptions>(
  command: Command,
  name: string,
  summary: string,
  table: T,
  print: (asked: TypedOf<T>, session: Session, named: string | undefined) => Promise<string> | string,
): Command {
  const made = command.command(name).summary(summary).description(`Prints ${summary}.`);
  made.action((...given: unknown[]) => {
    const asked = typedOptions(made, table);
    const { out, force }: Asked = asked as Asked;
    const named = typeof given[0] === 'string' ? given[0] : undefined;
    return runInShell(
      { force },
      async (session): Promise<Outcome> => {
        const printed = await print(asked, session, named);
        if (out === undefined) return { text: () => printed.trimEnd(), exitCode: EXIT.asExpected };
        const file = session.open(out, 'code');
        return { text: () => `${out} is written`, files: [{ file, text: printed }], exitCode: EXIT.asExpected };
      },
      inputsIn(asked, named),
    );
  });
  addOptions(made, table);
  return made;
}

/** The files that are read. */
function inputsIn(asked: object, named: string | undefined): string[] {
  const { protocol: one, protocols: several = [], scenario: own } = asked as Record<string, unknown>;
  return [named, one, own, ...(several as string[])].filter(
    (path): path is string => typeof path === 'string' && isPath(path),
  );
}

function typed(): string {
  return typedText(['reftorture', ...process.argv.slice(2)]);
}
