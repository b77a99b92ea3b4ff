// reftorture doctor

import type { Command } from 'commander';
import { examine } from '../harness/doctor/doctor.js';
import { doctorText } from '../report/doctor-text.js';
import { openOutput } from './output-file.js';
import { bar, progressLine } from './progress.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('show what this machine can measure, and what would disturb it')
    .description(
      'Looks at CPUs, SMT, memory nodes, container limits, virtualisation and pinning, measures the ceilings of the machine\n' +
        'for some seconds, and says what to change before believing a number.',
    )
    .option('--json', 'print as JSON', false)
    .option('--out <file>', 'write the result as JSON to a file')
    .addHelpText(
      'after',
      '\nExamples:\n  reftorture doctor\n  reftorture doctor --out machine.json\n\nExit codes: 0; 2 bad usage.',
    )
    .action(async ({ json: asJson, out }: { json: boolean; out?: string }) => {
      const output = out === undefined ? undefined : openOutput(out);
      const progress = progressLine();
      try {
        const result = await examine({
          onProgress: ({ done, total, cell }) => progress.update(`${bar(done / total)}  ${cell}`),
        });
        progress.end();
        const json = JSON.stringify(result, null, 2);
        process.stdout.write(`${asJson ? json : doctorText(result)}\n`);
        output?.commit(`${json}\n`); // last: a full disk must not take the result along
      } finally {
        output?.discard();
        progress.end();
      }
    });
}
