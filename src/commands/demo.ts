// reftorture demo, which npm start runs

import { type Command, Option } from 'commander';
import { type DemoStep, demo } from '../harness/demo/demo.js';
import { demoCheck, demoClosing, demoOpening, demoRace, demoReplay, demoScale } from '../report/demo-text.js';
import type { DemoResult } from '../results/demo-result.js';
import { duration } from './arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { type Outcome, type OutputFlags, runInShell, type Session } from './shell.js';

interface DemoFlags extends OutputFlags {
  duration: number;
}

const EXAMPLES = `
Examples:
  reftorture demo                   in about a quarter of a minute
  reftorture demo --duration 10s    longer races: rarer things show

The demonstration succeeds on any machine, busy or not. A race that does not show by chance is reported, and shown with a
stall and by a forced schedule.

Exit codes: 0; 1 a sound protocol was accused, a known race was not found, or a replay differs; 2 bad usage; 3 a worker
died or hung; 130 interrupted.`;

export function addDemo(program: Command): void {
  program
    .command('demo')
    .summary('show the race of the report: on real threads, in every interleaving, replayed')
    .description(
      'Shows the whole product on one example: the race of the report on real threads as it comes, every interleaving of the same source, the shortest one forced onto real threads, and what the change is for.',
    )
    .addOption(new Option('--duration <time>', 'of each race').argParser(duration).default(2500, '2.5s'))
    .option('--json', 'print the results as JSON', false)
    .option('--out <file>', 'write the results as JSON to a file')
    .addHelpText('after', EXAMPLES)
    .action((flags: DemoFlags) => runInShell(flags, (session) => shown(flags, session)));
}

async function shown({ duration: durationMs }: DemoFlags, { signal, progress, say }: Session): Promise<Outcome> {
  say(demoOpening());
  const result = await demo({
    durationMs,
    signal,
    onStart: (what) => progress.update(what),
    onStep: (step) => say(textOf(step)),
  });
  return { value: result, text: () => demoClosing(result), exitCode: exitCodeOf(result) };
}

function textOf(step: DemoStep): string {
  switch (step.kind) {
    case 'race':
      return demoRace(step.result);
    case 'check':
      return demoCheck(step.result);
    case 'replay':
      return demoReplay(step.result, step.steps);
    case 'scale':
      return demoScale(step.result);
  }
}

function exitCodeOf({ broken, races, replay }: DemoResult): ExitCode {
  if (broken.length === 0) return EXIT.asExpected;
  const inconclusive = races.some(({ verdict }) => verdict === 'inconclusive') || replay?.verdict === 'inconclusive';
  return inconclusive ? EXIT.inconclusive : EXIT.violation;
}
