// The command doctor.

import { examine } from '../harness/doctor/doctor.js';
import { output } from '../options/shared.js';
import { doctorText } from '../report/doctor-text.js';
import { bar } from './progress.js';
import { commandOf } from './shell.js';

export const define = commandOf({
  description:
    'Looks at CPUs, SMT, memory nodes, container limits, virtualisation and pinning, and measures for some seconds what a single atomic access costs. Says what to change before believing a number.',
  help: [
    [
      ['reftorture doctor', ''],
      ['reftorture doctor --out machine.json', ''],
    ],
    'Exit codes: 0 examined; 2 bad usage; 130 interrupted, with what was measured until then.',
  ],
  options: output,
  run: async (_, { signal, progress }) => {
    const result = await examine({
      signal,
      onProgress: ({ done, total, cell }) => progress.update(`${bar(done / total)}  ${cell}`, cell),
    });
    return { value: result, text: () => doctorText(result) };
  },
});
