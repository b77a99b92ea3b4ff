// reftorture doctor

import type { Command } from 'commander';
import { examine } from '../harness/doctor.js';
import { doctorText } from '../report/doctor-text.js';
import { bar, progressLine } from '../report/progress.js';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('show what this machine can measure, and what would disturb it')
    .description(
      'Looks at CPUs, SMT, memory nodes, container limits, virtualisation and pinning, measures the ceilings of the machine\n' +
        'for some seconds, and says what to change before believing a number.',
    )
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExample:\n  reftorture doctor\n\nExit codes: 0; 2 bad usage.')
    .action(async ({ json }: { json: boolean }) => {
      const progress = progressLine();
      try {
        const result = await examine({
          onProgress: ({ done, total, cell }) => progress.update(`${bar(done / total)}  ${cell}`),
        });
        progress.end();
        process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${doctorText(result)}\n`);
      } finally {
        progress.end();
      }
    });
}
