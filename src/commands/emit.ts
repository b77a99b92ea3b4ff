// The command emit: one entry for each text that it prints.

import type { Command } from 'commander';
import { codeOf } from '../checker/unexplored.js';
import { CALLS, type Unfolder } from '../checker/unfolded.js';
import { litmusTest } from '../emit/litmus.js';
import { promelaModel } from '../emit/promela/promela.js';
import { raceProgram } from '../emit/race.js';
import { scaleProgram } from '../emit/scale.js';
import { EMITTED_FORMS, emittedKernel, type Maker } from '../engines/kernels.js';
import { workerCompiler, workerUnfolder } from '../harness/compile-in-worker.js';
import { checkOptions } from '../options/check-options.js';
import { commandOption, type Table, type TypedOf, typedText } from '../options/option.js';
import { raceOptions } from '../options/race-options.js';
import { scaleOptions } from '../options/scale-options.js';
import { descriptorOptions, dtor, output, protocol, recheck, scenario } from '../options/shared.js';
import { listOf, name, text, whole } from '../options/value.js';
import type { Explained } from '../report/layout.js';
import { resolveCheck } from '../requests/check-request.js';
import { resolveRace } from '../requests/race-request.js';
import { isPath, resolveProtocol } from '../requests/resolve-protocol.js';
import { resolveScale } from '../requests/scale-request.js';
import { pickName, UsageError } from '../usage-error.js';
import { commandOf, helpBelow } from './shell.js';

/** Needs of `print` besides the options: what works in another thread, and the command line for the head of the text. */
interface Printing {
  readonly maker: Maker;
  readonly unfold: Unfolder;
  readonly typed: string;
}

const EXIT_CODES = 'Exit codes: 0 printed; 2 bad usage.';

const outputs = {
  target: commandOption(text, '--out <file>', 'write the text to a file'),
  force: output.force,
};

const one = {
  protocol: { ...protocol, flag: '--protocol <name>', help: 'a protocol, or the path of a .ts file of your own' },
  scenario: { ...scenario, flag: '--scenario <name>' },
};
const { pages, pageBytes, reuse } = raceOptions;
const { threads, roles, rounds, pages: checkedPages, slots, unmap, width, resetAfter } = checkOptions;
const { protocols, workloads, pages: scalePages } = scaleOptions;

const EMITTED = {
  race: emitted({
    summary: 'a race as a program in C, to run where there is no Node',
    example: ['reftorture emit race --out race.c', 'then cc -O2 -pthread race.c -o race && ./race'],
    options: {
      ...one,
      ...{ pages, pageBytes, dtor, recheck, reuse, ...descriptorOptions },
    },
    print: (asked, { maker, typed }) => raceProgram(resolveRace({ ...asked, engine: 'native' }), typed, maker),
  }),
  scale: emitted({
    summary: 'a measurement as a program in C, to run where there is no Node',
    example: ['reftorture emit scale --protocol old,v4,mine.ts --workload shared,free', ''],
    options: { protocols, workloads, pages: scalePages },
    print: async (asked, { maker, typed }) => {
      const resolved = await resolveScale({ ...asked, engines: ['wasm'] }); // here no C compiler is needed
      return scaleProgram(resolved, typed, maker);
    },
  }),
  promela: emitted({
    summary: 'the model that check explores, for SPIN',
    example: ['reftorture emit promela --scenario mixed --out mixed.pml', 'its head says how SPIN checks it'],
    options: {
      ...one,
      ...{ threads, roles, rounds, pages: checkedPages, slots, dtor, recheck, unmap, width, resetAfter },
      ...descriptorOptions,
    },
    print: async (asked, { maker, ...printing }) => {
      const resolved = resolveCheck(asked);
      if (resolved.config.anyThreads) throw new UsageError('a model has a number of threads: leave --threads any out');
      return promelaModel(resolved, await codeOf(resolved, maker), printing);
    },
  }),
  litmus: emitted({
    summary: 'calls of a protocol on one count word, as a litmus test for herd7',
    example: ['reftorture emit litmus --protocol both-destroy --calls put,tryGet+put', ''],
    options: {
      protocol: one.protocol,
      calls: commandOption(
        listOf('thread', text),
        '--calls <threads>',
        `what each thread calls, with + between its calls: ${CALLS.join(', ')}`,
        { default: ['put', 'tryGet+put'] },
      ),
      turns: commandOption(whole('turns', 0, 4), '--turns <n>', 'how often a loop goes back; more does not count', {
        default: 1,
      }),
    },
    print: async ({ protocol, calls, turns }, { maker, ...printing }) => {
      const resolved = resolveCheck({ ...(protocol !== undefined && { protocol }), scenario: 'email' });
      const threads = calls.map((thread) => thread.split('+').map((call) => pickName('call', CALLS, call)));
      return litmusTest(resolved, await codeOf(resolved, maker), { threads, turns }, printing);
    },
  }),
  kernel: emitted({
    summary: 'the kernel of a protocol, as it runs in a race',
    example: ['reftorture emit kernel --as c v4', 'what the native engine compiles, below each line of the source'],
    operands: [['<protocol>', 'a protocol, or the path of a .ts file of your own']],
    options: {
      as: commandOption(name('form', EMITTED_FORMS), '--as <form>', 'C, WebAssembly text or JavaScript', {
        default: 'c',
      }),
    },
    print: ({ as }, { maker }, named) => {
      return emittedKernel({ protocolFile: resolveProtocol(named as string).file }, as, 'detecting', maker);
    },
  }),
};

export function define(command: Command): void {
  const examples = Object.values(EMITTED).map(({ example }) => example);
  command
    .description('Prints programs and kernels that are made of the portable sources.')
    .addHelpText('after', helpBelow(examples, EXIT_CODES));
  for (const [form, { summary, define: below }] of Object.entries(EMITTED)) {
    below(command.command(form).summary(summary));
  }
}

/** A command below `emit`. `print` returns the text. */
function emitted<T extends Table>(parts: {
  readonly summary: string;
  readonly example: Explained;
  readonly operands?: readonly (readonly [name: string, help: string])[];
  readonly options: T;
  readonly print: (asked: TypedOf<T>, printing: Printing, operand: string | undefined) => Promise<string>;
}) {
  const { summary, example, operands = [], options, print } = parts;
  return {
    summary,
    example,
    define: commandOf({
      description: `Prints ${summary}.`,
      help: [[example], EXIT_CODES],
      operands,
      options: { ...options, ...outputs },
      inputs: filesIn,
      run: async (typed, session, operand?: string) => {
        const { target, force: _, ...asked } = typed as TypedOf<typeof outputs>;
        const printing = {
          maker: workerCompiler(session.signal),
          unfold: workerUnfolder(session.signal),
          typed: typedText(['reftorture', ...process.argv.slice(2)]),
        };
        const printed = await print(asked as TypedOf<T>, printing, operand);
        if (target === undefined) return { text: () => printed.trimEnd() };
        const file = session.open(target, 'code');
        return { text: () => `${target} is written`, files: [{ file, text: printed }] };
      },
    }),
  };
}

/** The files that are read. */
function filesIn(asked: object, operand?: string): string[] {
  const { protocol: one, protocols: named = [], scenario: own } = asked as Record<string, unknown>;
  return [operand, one, own, ...(named as string[])].filter(
    (path): path is string => typeof path === 'string' && isPath(path),
  );
}
