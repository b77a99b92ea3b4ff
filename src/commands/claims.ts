// reftorture claims

import type { Command } from 'commander';
import { settleClaims } from '../claims/index.js';
import { claimInFull, claimsMarkdown, claimsTable } from '../report/claims-report.js';
import type { ClaimsResult } from '../results/claims-result.js';
import { UsageError } from '../usage-error.js';
import { EXIT } from './exit-codes.js';
import { openOutput } from './output-file.js';
import { bar, progressLine } from './progress.js';

interface ClaimsFlags {
  quick?: true;
  json?: true;
  markdown?: true;
  out?: string;
}

const EXAMPLES = `
Examples:
  reftorture claims --quick         every claim, in about half a minute
  reftorture claims C6              one claim in full, with witness and commands
  reftorture claims --markdown      the table for a mail

Verdicts: confirmed, refuted, confirmed under conditions (which ones, the evidence says), not decided here (why).
They are computed now, on this machine, from checks, races and measurements; nothing is stored.

Exit codes: 0 every claim was settled, whatever the verdicts; 2 bad usage; 130 interrupted.`;

export function addClaims(program: Command): void {
  program
    .command('claims')
    .summary('settle the claims of the thread by running them')
    .description(
      'Settles every claim made in the thread about the series, with verdict, evidence and the commands to see it.',
    )
    .argument('[ids...]', 'claims such as C6; all unless given')
    .option('--quick', 'shorter races and measurements, smaller widths')
    .option('--json', 'print the result as JSON')
    .option('--markdown', 'print the table as Markdown')
    .option('--out <file>', 'write the result as JSON to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (ids: string[], flags: ClaimsFlags) => {
      process.exitCode = await run(ids, flags);
    });
}

async function run(ids: string[], flags: ClaimsFlags): Promise<number> {
  if (flags.json && flags.markdown) throw new UsageError('choose one of --json and --markdown');
  const output = flags.out === undefined ? undefined : openOutput(flags.out);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const progress = progressLine();
  let settled = 0;
  let share = 0;
  try {
    const result = await settleClaims({
      quick: flags.quick ?? false,
      ...(ids.length > 0 && { ids }),
      signal: interruption.signal,
      onRun: (what) => progress.update(`${bar(share)}  ${settled} settled, now: ${what}`),
      onSettled: (_, done, all) => {
        settled = done;
        share = done / all;
      },
    });
    progress.end();
    const json = `${JSON.stringify(result, null, 2)}\n`;
    process.stdout.write(flags.json ? json : `${text(result, ids, flags)}\n`);
    output?.commit(json); // last: a full disk must not take the result along
    return result.interrupted ? EXIT.interrupted : EXIT.asExpected;
  } finally {
    progress.end();
    output?.discard();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function text(result: ClaimsResult, ids: readonly string[], flags: ClaimsFlags): string {
  if (flags.markdown) return claimsMarkdown(result);
  if (ids.length > 0) return result.claims.map(claimInFull).join('\n\n');
  return claimsTable(result);
}
