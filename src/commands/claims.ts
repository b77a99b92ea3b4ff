// The command claims.

import { settleClaims } from '../claims/index.js';
import { commandOption } from '../options/option.js';
import { output } from '../options/shared.js';
import { onOff } from '../options/value.js';
import { claimInFull, claimsMarkdown, claimsTable } from '../report/claims-report.js';
import { bar } from './progress.js';
import { commandOf } from './shell.js';

const options = {
  quick: commandOption(onOff, '--quick', 'shorter races and measurements, smaller widths, and fewer proofs'),
  json: output.json,
  markdown: commandOption(onOff, '--markdown', 'print a table of the answers as Markdown'),
  out: output.out,
  force: output.force,
};

export const define = commandOf({
  description:
    'Answers what was asked and said in the thread about the series by running it: an answer to each part, the evidence, and the commands to see it again.',
  operands: [['[ids...]', 'rows such as C6; all unless given']],
  help: [
    [
      ['reftorture claims --quick', 'every row of the thread, in about a minute'],
      ['reftorture claims C6', 'one in full, with evidence, witness and commands'],
      ['reftorture claims --markdown', 'the table for a mail'],
    ],
    'Answers: yes; no; yes, if (with the condition); measured (with the figure); not decided here (with the reason). One for each part of a question. They are found now, on this machine, by checks, races and measurements; nothing is stored.',
    'Exit codes: 0 every row was looked into, whatever the answers; 2 bad usage; 130 interrupted, with what was answered until then.',
  ],
  options,
  run: async ({ quick = false, markdown }, { signal, progress }, ids: string[]) => {
    let done = 0;
    let share = 0;
    const result = await settleClaims({
      quick,
      ...(ids.length > 0 && { ids }),
      signal,
      onRun: (what) => {
        const now = `${done} answered, now: ${what}`;
        progress.update(`${bar(share)}  ${now}`, now);
      },
      onSettled: (_, count, all) => {
        done = count;
        share = count / all;
      },
    });
    const text = (): string => {
      if (markdown) return claimsMarkdown(result);
      return ids.length > 0 ? result.claims.map(claimInFull).join('\n\n') : claimsTable(result);
    };
    return { value: result, text };
  },
});
