// The command verify.

import { verifyProof } from '../checker/verify-proof.js';
import { workerCompiler } from '../harness/compile-in-worker.js';
import { output } from '../options/shared.js';
import { verifyReport } from '../report/verify-report.js';
import { EXIT_OF } from './exit-codes.js';
import { bar } from './progress.js';
import { commandOf } from './shell.js';

export const define = commandOf({
  description:
    'Verifies a proof for any number of threads: takes every step from every view of the certificate anew, without the search that found it, and confirms that none leads out of it or violates what was proved.',
  operands: [['<proof>', 'a file that check --proof wrote']],
  help: [
    [
      ['reftorture check --protocol old --threads any --proof old.json', 'find a proof'],
      ['reftorture verify old.json', 'confirm it'],
    ],
    'Exit codes: 0 confirmed; 1 refuted: it is no proof; 2 bad usage, no certificate, or one of other sources or settings; 3 no memory for it; 130 interrupted.',
  ],
  options: output,
  run: async (_, { signal, progress }, file: string) => {
    const onProgress = (share: number): void => progress.update(`${bar(share)}  verifying`, 'verifying');
    const result = await verifyProof(file, workerCompiler(signal), { signal, onProgress });
    return { value: result, text: () => verifyReport(result), exitCode: EXIT_OF[result.verdict] };
  },
  inputs: (_, file: string) => [file],
});
