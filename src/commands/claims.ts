// reftorture claims

import type { Command } from 'commander';
import { settleClaims } from '../claims/index.js';
import { claimInFull, claimsBrief, claimsMarkdown, claimsTable } from '../report/claims-report.js';
import type { ClaimsResult } from '../results/claims-result.js';
import { EXIT } from './exit-codes.js';
import { helpBelow } from './help-text.js';
import { bar } from './progress.js';
import { FORCE, type Outcome, type OutputFlags, refuseTogether, runInShell, type Session } from './shell.js';

interface ClaimsFlags extends OutputFlags {
  quick?: true;
  markdown?: true;
  brief?: true;
}

const HELP = helpBelow(
  [
    ['reftorture claims --quick', 'every row of the thread, in about a minute'],
    ['reftorture claims C6', 'one in full, with evidence, witness and commands'],
    ['reftorture claims --markdown', 'the table for a mail'],
  ],
  'Answers: yes; no; yes, if (with the condition); measured (with the figure); not decided here (with the reason). One for each part of a question. They are found now, on this machine, by checks, races and measurements; nothing is stored.',
  'Exit codes: 0 every row was looked into, whatever the answers; 2 bad usage; 130 interrupted, with what was answered until then.',
);

export function define(command: Command): void {
  command
    .description(
      'Answers what was asked and said in the thread about the series by running it: an answer to each part, the evidence, and the commands to see it again.',
    )
    .argument('[ids...]', 'rows such as C6; all unless given')
    .option('--quick', 'shorter races and measurements, smaller widths')
    .option('--json', 'print the result as JSON')
    .option('--markdown', 'print the table as Markdown')
    .option('--brief', 'print one line for each, as Markdown')
    .option('--out <file>', 'write the result as JSON to a file')
    .option(...FORCE)
    .addHelpText('after', HELP)
    .action((ids: string[], flags: ClaimsFlags) => runInShell(flags, (session) => settled(ids, flags, session)));
}

async function settled(ids: string[], flags: ClaimsFlags, { signal, progress }: Session): Promise<Outcome> {
  refuseTogether({ json: flags.json, markdown: flags.markdown, brief: flags.brief });
  let done = 0;
  let share = 0;
  const result = await settleClaims({
    quick: flags.quick ?? false,
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
  return { value: result, text: () => text(result, ids, flags), exitCode: EXIT.asExpected };
}

function text(result: ClaimsResult, ids: readonly string[], flags: ClaimsFlags): string {
  if (flags.brief) return claimsBrief(result);
  if (flags.markdown) return claimsMarkdown(result);
  if (ids.length > 0) return result.claims.map(claimInFull).join('\n\n');
  return claimsTable(result);
}
