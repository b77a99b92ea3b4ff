// reftorture check

import { type Command, Option } from 'commander';
import { DEFAULT_MAX_STATES } from '../checker/check.js';
import { matrixCells } from '../checker/matrix.js';
import { properties } from '../checker/properties.js';
import { type CheckThreadOptions, checkInThread } from '../harness/check/check-thread.js';
import { protocols, type Violation, violations } from '../protocols/index.js';
import { checkReport } from '../report/check-report.js';
import { matrixMarkdown, matrixTable } from '../report/matrix.js';
import { short } from '../report/numbers.js';
import { allRoles, type CheckRequest } from '../requests/check-request.js';
import type { CheckResult, MemoryModel, Property, WitnessFile } from '../results/check-result.js';
import { scenarios } from '../scenarios/index.js';
import { pick, UsageError } from '../usage-error.js';
import { list, violationList, wholeNumber } from './arguments.js';
import { exitCodeOf, expectationsBy } from './check-expectation.js';
import { checkLitmus } from './check-litmus.js';
import { EXIT } from './exit-codes.js';
import { openOutput } from './output-file.js';
import { progressLine } from './progress.js';

interface CheckFlags {
  protocol?: string[];
  scenario?: string;
  threads?: number;
  roles?: string[];
  rounds?: number;
  pages?: number;
  slots?: number;
  dtor?: 'captured' | 'looked-up';
  recheck: boolean;
  unmap?: 'before-put' | 'after-put';
  memory: MemoryModel;
  litmus?: string[];
  width?: number;
  resetAfter?: number;
  property?: Property[];
  maxStates?: number;
  reduction: 'symmetry' | 'partial-order' | 'none';
  jobs?: number;
  all: boolean;
  witnesses: boolean;
  witness?: string;
  expect?: true | Violation[];
  json: boolean;
  markdown: boolean;
  out?: string;
}

const EXAMPLES = `
Examples:
  reftorture check                                     v4 in the scenario of the report, with the shortest witness
  reftorture check --protocol v4 --dtor looked-up --witnesses
  reftorture check --protocol v4 --scenario overflow --width 4 --rounds 4 --property lostOverflow
  reftorture check --scenario email --roles T1,T2,T2,T3
  reftorture check --all --markdown                    every protocol, scenario and destructor policy
  reftorture check --dtor looked-up --memory ra        may the winner of a relaxed step 2 look up a stale type?
  reftorture check --litmus tests/litmus/*.litmus      the memory model itself, on the classic shapes

What it shows: every interleaving of the atomic accesses of these threads and rounds; with --memory ra also every older
value that an access may find there, as weakly as its source orders it, under a view-based form of release/acquire.
What it does not: more threads or rounds than asked for; with --memory sc, weaker orders. With --memory ra, a load never
finds what is written later on (load buffering); dependencies order nothing, so that it may show what they forbid;
accesses are whole aligned words. See docs/weak-memory.md.

Exit codes: 0 clean, or as expected with --expect; 1 violated, or not as expected; 2 bad usage; 3 a limit was hit; 130
interrupted, with what was found until then.`;

export function addCheck(program: Command): void {
  program
    .command('check')
    .summary('explore every interleaving of a scenario and print the shortest way to a violation')
    .description(
      'Explores every interleaving of the very sources that race runs, and prints the shortest schedule to each violation.',
    )
    .option('--protocol <names>', 'protocols, or paths of your own .ts files, with commas between', list)
    .option(
      '--scenario <name>',
      `who does what: ${scenarios.map(({ name }) => name).join(', ')}, or a path of your own (default: email)`,
    )
    .option('--threads <n>', 'threads (default: the scenario decides)', wholeNumber)
    .option(
      '--roles <names>',
      `instead: one thread each of ${allRoles()
        .map(({ name }) => name)
        .join(', ')}`,
      list,
    )
    .option('--rounds <n>', 'lives that every thread plays (default: 1)', wholeNumber)
    .option('--pages <n>', 'pages in the array (default: the scenario decides)', wholeNumber)
    .option('--slots <n>', 'index slots, a power of two (default: the scenario decides)', wholeNumber)
    .addOption(
      new Option(
        '--dtor <policy>',
        'which destructor runs: the one the destroyer believes in, or the one the page names (default: captured)',
      ).choices(['captured', 'looked-up']),
    )
    .option('--no-recheck', 'speculative getters do not look the page up again')
    .addOption(
      new Option('--unmap <when>', 'when an owner takes its page out of the index')
        .choices(['before-put', 'after-put'])
        .default('before-put'),
    )
    .addOption(
      new Option(
        '--memory <model>',
        'sc: sequential consistency; ra: release/acquire, each access as ordered as its source asks',
      )
        .choices(['sc', 'ra'])
        .default('sc'),
    )
    .option('--litmus <files...>', 'instead: run these litmus tests (C format) under sc and ra')
    .option('--width <bits>', 'of the count word, 3 to 32; limits scale along', wholeNumber)
    .option('--reset-after <n>', 'failed gets from which v4 takes them back (default: 2^(width-2))', wholeNumber)
    .option('--property <names>', `only these: ${properties.join(', ')}`, propertyList)
    .option(
      '--max-states <n>',
      `give up, inconclusively, at so many states (default: ${DEFAULT_MAX_STATES.sc}, under ra ${DEFAULT_MAX_STATES.ra})`,
      wholeNumber,
    )
    .addOption(
      new Option(
        '--reduction <kind>',
        'symmetry of equal threads; partial order besides (fewer states, longer witnesses); none',
      )
        .choices(['symmetry', 'partial-order', 'none'])
        .default('symmetry'),
    )
    .option(
      '--jobs <n>',
      'threads that explore together, when there is much to explore (default: one for each idle CPU)',
      wholeNumber,
    )
    .option('--all', 'the matrix: every scenario and destructor policy, and every protocol unless given', false)
    .option('--witnesses', 'print the shortest witness of every violated property', false)
    .option('--witness <file>', 'write the first witness to a file, for replay')
    .option(
      '--expect [violations]',
      `succeed if what is known of the protocol shows, or one of these: ${violations.join(', ')}`,
      violationList,
    )
    .option('--json', 'print the result as JSON', false)
    .option('--markdown', 'print the matrix as Markdown', false)
    .option('--out <file>', 'write the result as JSON to a file')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: CheckFlags) => {
      process.exitCode = await run(flags);
    });
}

function propertyList(text: string): Property[] {
  const known = properties.map((name) => ({ name }));
  return list(text).map((name) => pick('property', known, name).name);
}

async function run(flags: CheckFlags): Promise<number> {
  if (flags.json && flags.markdown) throw new UsageError('choose one of --json and --markdown');
  if (flags.litmus) return checkLitmus(flags.litmus, flags);
  const expected = expectationsBy(flags);
  const output = flags.out === undefined ? undefined : openOutput(flags.out);
  const witnessOutput = flags.witness === undefined ? undefined : openOutput(flags.witness);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const results = await explored(flags, interruption.signal);
    const json = JSON.stringify(
      results.length === 1 ? results[0] : { schema: 'reftorture/check-set@1', runs: results },
      null,
      2,
    );
    process.stdout.write(`${flags.json ? json : textOf(flags, results)}\n`);
    output?.commit(`${json}\n`); // last: a full disk must not take the result along
    const found = witnessFileOf(results);
    if (found) witnessOutput?.commit(`${JSON.stringify(found, null, 2)}\n`);
    else if (witnessOutput) process.stderr.write(`no violation, so no witness: "${flags.witness}" was not written\n`);
    return interruption.signal.aborted ? EXIT.interrupted : exitCodeOf(results, expected);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    output?.discard();
    witnessOutput?.discard();
  }
}

/** The first witness of `results`, as a file of its own. */
function witnessFileOf(results: readonly CheckResult[]): WitnessFile | undefined {
  for (const { config, witness } of results) if (witness) return { schema: 'reftorture/witness@1', config, witness };
  return undefined;
}

/** Results in the order of the cells, up to an interruption. */
async function explored(flags: CheckFlags, signal: AbortSignal): Promise<CheckResult[]> {
  const { maxStates, property, reduction, jobs } = flags;
  const options: CheckThreadOptions = {
    ...(maxStates !== undefined && { maxStates }),
    ...(property && { properties: property }),
    ...(jobs !== undefined && { jobs }),
    reductions: { symmetry: reduction !== 'none', partialOrder: reduction === 'partial-order' },
  };
  const request = requestOf(flags);
  const cells = flags.all
    ? matrixCells(request, flags.protocol ?? protocols.map(({ name }) => name))
    : (flags.protocol ?? ['v4']).map((protocol) => ({ ...request, protocol }));
  const progress = progressLine();
  const results: CheckResult[] = [];
  try {
    for (const [index, cell] of cells.entries()) {
      const label = `${cells.length > 1 ? `${index + 1} of ${cells.length}: ` : ''}${cell.protocol}${cell.scenario ? ` in ${cell.scenario}` : ''}`;
      progress.update(label);
      const onProgress = ({ states, depth }: { states: number; depth: number }): void =>
        progress.update(`${label}  ${short(states)} states, ${depth} steps deep`);
      results.push(await checkInThread(cell, { ...options, signal, onProgress }));
      await new Promise(setImmediate); // lets a signal in: small checks never wait
      if (signal.aborted) break;
    }
  } finally {
    progress.end();
  }
  return results;
}

function requestOf(flags: CheckFlags): CheckRequest {
  const { scenario, threads, roles, rounds, pages, slots, dtor, recheck, unmap, memory, width, resetAfter } = flags;
  const given = { scenario, threads, roles, rounds, pages, slots, dtor, recheck, unmap, memory, width, resetAfter };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as CheckRequest;
}

function textOf(flags: CheckFlags, results: readonly CheckResult[]): string {
  if (flags.markdown) return matrixMarkdown(results);
  if (flags.all) return matrixTable(results);
  return results.map((result) => checkReport(result, flags.witnesses)).join('\n\n');
}
