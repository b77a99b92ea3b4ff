// The command check.

import { availableParallelism, loadavg } from 'node:os';
import type { ExploreOptions } from '../checker/check.js';
import { emptyCheck } from '../checker/unexplored.js';
import { KernelCompileError } from '../front-end/compile-error.js';
import { check } from '../harness/check/check.js';
import { isLitmusPath } from '../litmus/shipped.js';
import { shareOfMemory } from '../machine/memory-share.js';
import { memoryFacts } from '../memory-facts.js';
import { type CheckRequest, checkOptions } from '../options/check-options.js';
import type { TypedOf } from '../options/option.js';
import { protocols } from '../protocols/index.js';
import { checkReport, matrixMarkdown, matrixTable, progressText } from '../report/check-report.js';
import { checkCases } from '../report/test-cases.js';
import { examineCheck, matrixCells, type ResolvedCheck } from '../requests/check-request.js';
import { requestsOf, resolveRow } from '../requests/resolve-options.js';
import { isPath } from '../requests/resolve-protocol.js';
import type { CheckOptions, CheckProgress } from '../requests/run-options.js';
import type { CheckResult, WitnessFile } from '../results/check-result.js';
import { propertiesThatAre } from '../results/verdicts.js';
import { UsageError } from '../usage-error.js';
import { expectationFor, judge } from './expectations.js';
import type { OutputFile } from './output-file.js';
import { commandOf, type Outcome, oneOrSet, resultJson, type Session } from './shell.js';

type Asked = TypedOf<typeof checkOptions>;

export const define = commandOf({
  description:
    'Explores every interleaving of the same sources that race runs, and prints the shortest way to a violation.',
  help: [
    [
      ['reftorture check', 'v4 in the reported scenario, with the shortest witness'],
      ['reftorture check --protocol v4 --dtor looked-up --witnesses', 'a witness of each violation'],
      ['reftorture check --protocol no-reset --scenario overflow --width 4 --rounds 4', 'a count word of 4 bits'],
      ['reftorture check --scenario email --roles T1,T2,T2,T3', 'one more late getter'],
      ['reftorture check --scenario folio-email,folio-walker --reclaim grace', 'counts in descriptors that RCU frees'],
      ['reftorture check --all --markdown', 'every protocol, scenario and destructor policy'],
      [
        'reftorture check --protocol old --threads any --proof old.json',
        'any number of threads, with a certificate to verify',
      ],
      ['reftorture check --dtor looked-up --memory lkmm', 'may the winner of a relaxed step 2 look up a stale type?'],
      ['reftorture check --litmus all', 'the memory models themselves, on the classic shapes'],
      ['reftorture check --litmus linux/tools/memory-model/litmus-tests', 'a folder, and what of it is not read'],
    ],
    'What it shows: every interleaving of the atomic accesses of these threads and rounds. With --memory ra, an access may also find any older value that its ordering allows, under a view-based form of release/acquire. With --memory lkmm: every execution that the axioms of the Linux-kernel memory model allow, and which order would forbid what is found.',
    `Which memory: sc for every scenario and millions of states; ra where weaker orders may matter, at little more cost; lkmm to decide what rests on a dependency or on load buffering, in ${memoryFacts.lkmm.scenarios?.join(', ')} and scenarios of your own, with few threads and rounds.`,
    'What it does not show: more threads or rounds than asked for; with --memory sc, weaker orders. With --memory ra, a load never finds what is written later on (load buffering), and dependencies order nothing, so it may show what they forbid. Accesses are whole aligned words. See docs/weak-memory.md.',
    'Exit codes: 0 clean, or as expected with --expect; 1 violated, or not as expected; 2 bad usage; 3 a limit was hit, or a litmus test of several not read or not decided; 130 interrupted, with what was found until then.',
  ],
  options: checkOptions,
  run: async (asked, session) => {
    if (!asked.litmus) return checkAll(asked, session);
    const { checkLitmus } = await import('./check-litmus.js'); // as much code as a check of a protocol has
    return checkLitmus(asked.litmus, asked, session);
  },
  inputs: inputsOf,
});

function inputsOf({ protocol = [], scenario = [], litmus = [] }: Asked): string[] {
  return [...[...protocol, ...scenario].filter(isPath), ...litmus.filter(isLitmusPath)];
}

async function checkAll(asked: Asked, session: Session): Promise<Outcome> {
  const { memory, witness } = asked;
  if (memory && memory.length > 1) {
    throw new UsageError(`a check explores one memory model at a time: choose one of ${memory.join(', ')}`);
  }
  const cells = resolveRow(cellsOf(asked), examineCheck);
  const expectations = cells.map(({ protocol, config }) =>
    expectationFor(asked.expect, protocol, config, { width: config.width, threads: config.roles.length }),
  );
  const file = witness === undefined ? undefined : session.open(witness, 'result');
  const proofFile = openProof(asked.proof, cells, session);
  const proof: string[] = [];
  const onProof = (text: Iterable<string>): void => void proof.push(...text);
  const { maxStates, maxMemoryBytes, properties, reduction } = asked;
  const options = {
    ...{ maxStates, maxMemoryBytes, properties, reductions: { symmetry: reduction === 'symmetry' } },
    ...(proofFile && { onProof }),
  };
  const results = await explored(cells, options, session, asked.jobs);
  const cutShort = session.signal.aborted && cells.length > 1;
  const judged = results.map((result, index) => ({
    name: `${result.config.protocol} in ${result.config.scenario}`,
    verdict: result.verdict,
    shown: [...propertiesThatAre('violated', result), ...propertiesThatAre('observed', result)],
    expectation: expectations[index],
    cases: checkCases(result, [result.config.protocol, result.config.scenario].filter(isPath)),
  }));
  const { exitCode, remarks, cases } = judge(judged);
  const kept = file && keptWitness(witness ?? '', results);
  return {
    value: oneOrSet(results, 'reftorture/check-set@1', cutShort),
    text: () =>
      textOf(asked, results) + (cutShort ? `\n\ninterrupted in run ${results.length} of ${cells.length}` : ''),
    exitCode,
    cases,
    remarks: [
      ...(kept?.remarks ?? []),
      ...(proofFile && proof.length === 0 ? [`nothing was proved: "${asked.proof}" was not written`] : []),
      ...(session.signal.aborted ? [] : remarks),
    ],
    files: [
      ...(file && kept?.value ? [{ file, text: resultJson(kept.value) }] : []),
      ...(proofFile && proof.length > 0 ? [{ file: proofFile, text: proof }] : []),
    ],
  };
}

/** The file for the certificate. @throws UsageError where there is no proof, or more than one */
function openProof(
  file: string | undefined,
  cells: readonly ResolvedCheck[],
  session: Session,
): OutputFile | undefined {
  if (file === undefined) return undefined;
  if (!cells.every(({ config }) => config.anyThreads)) throw new UsageError('--proof is of --threads any');
  if (cells.length > 1) throw new UsageError(`--proof keeps one proof, and this command asks for ${cells.length}`);
  return session.open(file, 'result');
}

/** Returns the first witness that was found, if there is one, and what a reader of `file` has to know. */
function keptWitness(
  file: string,
  results: readonly CheckResult[],
): { readonly value?: WitnessFile; readonly remarks: readonly string[] } {
  const found = results.flatMap(({ config, witness }): WitnessFile[] =>
    witness ? [{ schema: 'reftorture/witness@1', config, witness }] : [],
  );
  const [value] = found;
  if (!value) return { remarks: [`no violation, so no witness: "${file}" was not written`] };
  if (found.length === 1) return { value, remarks: [] };
  const { protocol, scenario, dtor } = value.config;
  const which = `that of ${protocol} in ${scenario}, ${dtor} destructor`;
  return { value, remarks: [`"${file}" holds the first of ${found.length} witnesses, ${which}`] };
}

function cellsOf({ protocol, scenario, ...others }: Asked): CheckRequest[] {
  if (!others.all)
    return requestsOf(checkOptions, { ...others, protocol, scenario }, ['memory', 'scenario', 'protocol']);
  const [request = {}] = requestsOf(checkOptions, others, ['memory']);
  return matrixCells(request, protocol ?? protocols.map(({ name }) => name), scenario);
}

function textOf({ markdown, all, witnesses = false }: Asked, results: readonly CheckResult[]): string {
  if (markdown) return matrixMarkdown(results);
  if (all) return matrixTable(results);
  return results.map((result) => checkReport(result, witnesses)).join('\n\n');
}

/** So many threads by default, however many CPUs are idle: each check has a part of the memory. */
const MAX_JOBS = 8;

/** Number of CPUs without other load; at least 1. */
function idleCpus(): number {
  const [lastMinute = 0] = loadavg();
  return Math.max(1, availableParallelism() - Math.round(lastMinute));
}

/**
 * Results in the order of the cells, up to an interruption. `jobs`: how many checks run at a time, each of them in one
 * thread. They share the memory. Of several proofs, those that are refused are results that say so.
 *
 * @throws UsageError, also where every proof is refused, and what the first check that fails throws, once the others have stopped
 */
export async function explored(
  cells: readonly ResolvedCheck[],
  options: CheckOptions & Pick<ExploreOptions, 'onProof'>,
  session: Session,
  jobs = Math.min(MAX_JOBS, idleCpus()),
): Promise<CheckResult[]> {
  const together = Math.min(jobs, cells.length);
  const maxMemoryBytes = shareOfMemory(together, options.maxMemoryBytes);
  const failure = new AbortController();
  const signal = AbortSignal.any([session.signal, failure.signal]);
  const results: CheckResult[] = [];
  const refusals: UsageError[] = [];
  const waiting = cells.entries();
  const work = async (): Promise<void> => {
    for (const [index, cell] of waiting) {
      const { protocol, scenario } = cell.config;
      const label = `${cells.length > 1 ? `${index + 1} of ${cells.length}: ` : ''}${protocol} in ${scenario}`;
      session.progress.update(label);
      const startMs = performance.now();
      const onProgress = (progress: CheckProgress): void =>
        session.progress.update(`${label}  ${progressText(progress, performance.now() - startMs)}`);
      results[index] = await check(cell, { ...options, maxMemoryBytes, signal, onProgress }).catch((error: unknown) => {
        if (!isRefusal(cell, error)) throw error;
        refusals.push(error);
        return emptyCheck(cell, { wanted: [], interrupted: false, note: error.message });
      });
      await new Promise(setImmediate); // so that a signal is heard: small checks never wait
      if (signal.aborted) return;
    }
  };
  const stopOthers = (error: unknown): never => {
    failure.abort();
    throw error;
  };
  const ended = await Promise.allSettled(Array.from({ length: together }, () => work().catch(stopOthers)));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  if (refusals[0] && refusals.length === results.length) throw refusals[0];
  return results;
}

/** Tells whether `error` says that nothing can be proved of `cell`. */
function isRefusal({ config }: ResolvedCheck, error: unknown): error is UsageError {
  return config.anyThreads === true && error instanceof UsageError && !(error instanceof KernelCompileError);
}
