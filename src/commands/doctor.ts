// The command doctor.

import type { Command } from 'commander';
import { examine } from '../harness/doctor/doctor.js';
import { output } from '../options/shared.js';
import { doctorText } from '../report/doctor-text.js';
import { addOptions, typedOptions } from './arguments.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { bar } from './progress.js';
import { type Outcome, runInShell, type Session } from './shell.js';

const HELP = helpBelow(
  [
    ['reftorture doctor', ''],
    ['reftorture doctor --out machine.json', ''],
  ],
  'Exit codes: 0 examined; 2 bad usage; 130 interrupted, with what was measured until then.',
);

export function define(command: Command): void {
  command
    .description(
      'Looks at CPUs, SMT, memory nodes, container limits, virtualisation and pinning, and measures for some seconds what a single atomic access costs. Says what to change before believing a number.',
    )
    .addHelpText('after', HELP)
    .action((_: object, command: Command) => runInShell(typedOptions(command, output), examined));
  addOptions(command, output);
}

async function examined({ signal, progress }: Session): Promise<Outcome> {
  const result = await examine({
    signal,
    onProgress: ({ done, total, cell }) => progress.update(`${bar(done / total)}  ${cell}`, cell),
  });
  return { value: result, text: () => doctorText(result), exitCode: EXIT.asExpected };
}
