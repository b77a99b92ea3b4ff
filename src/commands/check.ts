// reftorture check

import { type Command, Option } from 'commander';
import { isLitmusPath } from '../litmus/shipped.js';
import { MEMORY_MODELS, type MemoryModelName, memoryFacts } from '../memory-facts.js';
import { protocols } from '../protocols/index.js';
import { checkReport } from '../report/check-report.js';
import { matrixMarkdown, matrixTable } from '../report/matrix.js';
import { type CheckRequest, resolveCheck } from '../requests/check-request.js';
import { resolveEach } from '../requests/inapplicable-options.js';
import { matrixCells } from '../requests/matrix.js';
import type { CheckOptions } from '../requests/options.js';
import { isPath } from '../requests/user-file.js';
import { type CheckResult, propertiesThatAre } from '../results/check-result.js';
import { builtInRoles, scenarios } from '../scenarios/index.js';
import type { DescriptorOptions } from '../scenarios/reclaim.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties, violations } from '../violations/table.js';
import type { DestructorPolicy } from '../violations/words.js';
import { defined, duration, list, memoryList, propertyList, size, violationList, wholeNumber } from './arguments.js';
import { explored } from './check-cells.js';
import { reclaimOption, sectionOption } from './descriptor-options.js';
import { type Expect, expectationFor, judge } from './expectations.js';
import { helpBelow } from './help-text.js';
import { refuseAllBut, refuseIdle } from './inapplicable-options.js';
import { resultJson } from './result-json.js';
import { FORCE, type Outcome, type OutputFlags, oneOrSet, refuseTogether, runInShell, type Session } from './shell.js';
import { keptWitness } from './witness-output.js';

interface CheckFlags extends OutputFlags, DescriptorOptions {
  protocol?: string[];
  scenario?: string[];
  threads?: number;
  roles?: string[];
  rounds?: number;
  pages?: number;
  slots?: number;
  dtor?: DestructorPolicy;
  recheck: boolean;
  unmap?: 'before-put' | 'after-put';
  memory?: readonly MemoryModelName[];
  litmus?: string[];
  timeLimit: number;
  width?: number;
  resetAfter?: number;
  property?: Property[];
  maxStates?: number;
  maxMemory?: number;
  reduction: 'symmetry' | 'none';
  jobs?: number;
  all?: true;
  witnesses?: true;
  witness?: string;
  expect?: Expect;
  markdown?: true;
}

const HELP = helpBelow(
  [
    ['reftorture check', 'v4 in the reported scenario, with the shortest witness'],
    ['reftorture check --protocol v4 --dtor looked-up --witnesses', 'a witness of each violation'],
    ['reftorture check --protocol no-reset --scenario overflow --width 4 --rounds 4', 'a count word of 4 bits'],
    ['reftorture check --scenario email --roles T1,T2,T2,T3', 'one more late getter'],
    ['reftorture check --scenario folio-email,folio-walker --reclaim grace', 'counts in descriptors that RCU frees'],
    ['reftorture check --all --markdown', 'every protocol, scenario and destructor policy'],
    ['reftorture check --dtor looked-up --memory lkmm', 'may the winner of a relaxed step 2 look up a stale type?'],
    ['reftorture check --litmus all', 'the memory models themselves, on the classic shapes'],
    ['reftorture check --litmus linux/tools/memory-model/litmus-tests', 'a folder, and what of it is not read'],
  ],
  'What it shows: every interleaving of the atomic accesses of these threads and rounds. With --memory ra, an access may also find any older value that its ordering allows, under a view-based form of release/acquire. With --memory lkmm: every execution that the axioms of the Linux-kernel memory model allow, and which order would forbid what is found.',
  `Which memory: sc for every scenario and millions of states; ra where weaker orders may matter, at little more cost; lkmm to decide what rests on a dependency or on load buffering, in ${memoryFacts.lkmm.scenarios?.join(', ')} with few threads and rounds.`,
  'What it does not show: more threads or rounds than asked for; with --memory sc, weaker orders. With --memory ra, a load never finds what is written later on (load buffering), and dependencies order nothing, so it may show what they forbid. Accesses are whole aligned words. See docs/weak-memory.md.',
  'Exit codes: 0 clean, or as expected with --expect; 1 violated, or not as expected; 2 bad usage; 3 a limit was hit, or a litmus test of several not read or not decided; 130 interrupted, with what was found until then.',
);

export function define(command: Command): void {
  command
    .description(
      'Explores every interleaving of the same sources that race runs, and prints the shortest way to a violation.',
    )
    .option('--protocol <names>', 'protocols, or paths of your own .ts files, with commas between (default: v4)', list)
    .option(
      '--scenario <names>',
      `who does what: ${scenarios.map(({ name }) => name).join(', ')}, or paths of your own (default: email)`,
      list,
    )
    .option('--threads <n>', 'threads (default: the scenario decides)', wholeNumber)
    .option(
      '--roles <names>',
      `instead: one thread each of ${builtInRoles()
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
        .default('before-put', 'before-put'),
    )
    .addOption(reclaimOption)
    .addOption(sectionOption)
    .addOption(
      new Option(
        '--memory <model>',
        `${MEMORY_MODELS.map((name) => `${name}: ${memoryFacts[name].description}`).join('; ')} (default: sc). Of litmus tests, with commas between`,
      ).argParser(memoryList),
    )
    .option(
      '--litmus <tests...>',
      'instead: run litmus tests, under lkmm, which decides those that state a result, and what --memory names (default: of those that state none sc, ra and lkmm): files in the C format, folders of them, names of those that come along, such as SB, or all of these',
    )
    .addOption(
      new Option('--time-limit <time>', 'of litmus tests: give one up, inconclusively, after so long, and go on')
        .argParser(duration)
        .default(60_000, '60s'),
    )
    .option('--width <bits>', 'bits of the count word, 3 to 32; its limits scale with it', wholeNumber)
    .option(
      '--reset-after <n>',
      'failed gets on one page from which v4 resets its count word (default: 2^(width-2))',
      wholeNumber,
    )
    .option('--property <names>', `only these: ${properties.join(', ')}`, propertyList)
    .option(
      '--max-states <n>',
      `give up, inconclusively, at so many states (default: ${MEMORY_MODELS.map(mostStates).join(', under ')})`,
      wholeNumber,
    )
    .option(
      '--max-memory <size>',
      'give up, inconclusively, before it holds more, such as 500M or 4G (default: half of what the machine or the container has)',
      size,
    )
    .addOption(
      new Option('--reduction <kind>', 'states that need not be explored: of equal threads (symmetry), or none')
        .choices(['symmetry', 'none'])
        .default('symmetry', 'symmetry'),
    )
    .option(
      '--jobs <n>',
      'checks or litmus tests that run at a time, each in one thread, when there are several (default: one for each idle CPU; of litmus tests, one for each CPU)',
      wholeNumber,
    )
    .option('--all', 'the matrix: every scenario and destructor policy, and every protocol unless given')
    .option('--witnesses', 'print the shortest witness of every violated property')
    .option('--witness <file>', 'write the first witness to a file, for replay')
    .option(
      '--expect [violations]',
      `succeed if what is known of the protocol shows, or one of these: ${violations.join(', ')}`,
      violationList,
    )
    .option('--json', 'print the result as JSON')
    .option('--markdown', 'print the matrix as Markdown')
    .option('--out <file>', 'write the result as JSON to a file')
    .option(...FORCE)
    .addHelpText('after', HELP)
    .action((flags: CheckFlags, command: Command) =>
      runInShell(
        flags,
        async (session) => {
          refuseWhatIsIdle(flags, command);
          if (!flags.litmus) return checkAll(flags, session);
          const { checkLitmus } = await import('./check-litmus.js'); // as much code as a check of a protocol has
          return checkLitmus(flags.litmus, flags, session);
        },
        inputsOf(flags),
      ),
    );
}

/** For `--help`: how far a check goes by default. */
function mostStates(name: MemoryModelName): string {
  const { maxStates, counts } = memoryFacts[name];
  return [...(name === 'sc' ? [] : [name]), maxStates, ...(counts ? [counts] : [])].join(' ');
}

function refuseWhatIsIdle({ litmus, all, markdown, memory }: CheckFlags, command: Command): void {
  if (litmus) {
    const limits = ['--max-states', '--max-memory', '--time-limit', '--jobs'];
    const heeded = ['--litmus', '--memory', ...limits, '--json', '--out', '--force'];
    refuseAllBut(command, heeded, '--litmus runs litmus tests and nothing else');
    return;
  }
  refuseIdle(command, ['--time-limit'], 'only litmus tests have a time limit');
  if (memory && memory.length > 1) {
    throw new UsageError(`a check explores one memory model at a time: choose one of ${memory.join(', ')}`);
  }
  if (all || markdown) refuseIdle(command, ['--witnesses'], 'a matrix has no room for witnesses');
  for (const name of memory ?? []) {
    for (const [option, reason] of memoryFacts[name].withoutEffect) refuseIdle(command, [option], reason);
  }
}

function inputsOf({ protocol = [], scenario = [], litmus = [] }: CheckFlags): string[] {
  return [...[...protocol, ...scenario].filter(isPath), ...litmus.filter(isLitmusPath)];
}

async function checkAll(flags: CheckFlags, session: Session): Promise<Outcome> {
  refuseTogether({ json: flags.json, markdown: flags.markdown });
  const cells = resolveEach(requestsOf(flags), resolveCheck);
  const expectations = cells.map(({ protocol, config }) =>
    expectationFor(flags.expect, protocol, config, { width: config.width, threads: config.roles.length }),
  );
  const file = flags.witness === undefined ? undefined : session.open(flags.witness, 'result');
  const results = await explored(cells, optionsOf(flags), session, flags.jobs);
  const cutShort = session.signal.aborted && cells.length > 1;
  const judged = results.map((result, index) => ({
    name: `${result.config.protocol} in ${result.config.scenario}`,
    verdict: result.verdict,
    shown: [...propertiesThatAre('violated', result), ...propertiesThatAre('observed', result)],
    expectation: expectations[index],
  }));
  const { exitCode, remarks } = judge(judged);
  const kept = file && keptWitness(flags.witness ?? '', results);
  return {
    value: oneOrSet(results, 'reftorture/check-set@1', cutShort),
    text: () =>
      textOf(flags, results) + (cutShort ? `\n\ninterrupted in run ${results.length} of ${cells.length}` : ''),
    exitCode,
    remarks: [...(kept?.remarks ?? []), ...(session.signal.aborted ? [] : remarks)],
    files: file && kept?.value ? [{ file, text: resultJson(kept.value) }] : [],
  };
}

function optionsOf({ maxStates, maxMemory, property, reduction }: CheckFlags): CheckOptions {
  return {
    ...defined({ maxStates, maxMemoryBytes: maxMemory, properties: property }),
    reductions: { symmetry: reduction !== 'none' },
  };
}

function requestsOf(flags: CheckFlags): CheckRequest[] {
  const { threads, roles, rounds, pages, slots, dtor, recheck, unmap, memory, width, resetAfter } = flags;
  const { reclaim, section, protocol = ['v4'], scenario = ['email'] } = flags;
  const asked = { threads, roles, rounds, pages, slots, dtor, recheck, unmap, memory: memory?.[0], width, resetAfter };
  const request: CheckRequest = defined({ ...asked, reclaim, section });
  if (flags.all) return matrixCells(request, flags.protocol ?? protocols.map(({ name }) => name), flags.scenario);
  return scenario.flatMap((name) => protocol.map((one) => ({ ...request, scenario: name, protocol: one })));
}

function textOf(flags: CheckFlags, results: readonly CheckResult[]): string {
  if (flags.markdown) return matrixMarkdown(results);
  if (flags.all) return matrixTable(results);
  return results.map((result) => checkReport(result, flags.witnesses ?? false)).join('\n\n');
}
