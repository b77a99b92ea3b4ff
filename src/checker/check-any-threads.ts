// A check of any number of threads: what holds for all of them is proved. For the rest a few threads are explored exactly,
// since a view that violates something is no witness.

import { type SourceLine, sourceLines } from '../front-end/places.js';
import { describeEnvironment } from '../machine/environment.js';
import { memoryFacts } from '../memory-facts.js';
import type { ModelCode } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckResult } from '../results/check-result.js';
import { type Statuses, verdictOf } from '../results/verdicts.js';
import { inTurn } from '../scenarios/scenario.js';
import { plural } from '../statistics/digits.js';
import { UsageError } from '../usage-error.js';
import { type Property, properties, propertyTitle } from '../violations/table.js';
import { certificateText } from './any-threads/certificate.js';
import { type Origin, type Proof, prove } from './any-threads/prove.js';
import { placed, systemOfAnyThreads } from './build.js';
import type { ExploreOptions } from './explore-options.js';
import type { Automaton } from './model/automaton.js';
import type { KernelModel } from './model/kernel-model.js';
import { bitOf } from './monitors/property-bits.js';
import { checkResult } from './unexplored.js';
import { digestOf } from './witness/token.js';

/** Properties that a proof says nothing about: one is of all that threads can do from a state on, one of counts that overflow. */
const NOT_JUDGED: readonly Property[] = ['livelock', 'lostOverflow'];
export const ASSUMES = 'sequential consistency, one page, no wrap of generation or count';
/** Numbers of threads that are explored where something was not proved. */
const FEW_THREADS = [2, 3, 4];
/** The most steps of a trace that are told. */
const MOST_STEPS = 40;

type Explore = (resolved: ResolvedCheck, code: ModelCode, options: ExploreOptions) => CheckResult;

/** @throws UsageError for what the method does not cover, ProgramError */
export function checkAnyThreads(
  resolved: ResolvedCheck,
  code: ModelCode,
  options: ExploreOptions,
  explore: Explore,
): CheckResult {
  const started = performance.now();
  const judged = judgedAmong(options.properties);
  const lineOf = sourceLines(code.program.files);
  const { system, proof } = placed(lineOf, () => {
    const system = systemOfAnyThreads(code.program, resolved);
    return { system, proof: prove(system, { ...options, maxStates: options.maxStates ?? memoryFacts.sc.maxStates }) };
  });
  const isProved = (property: Property): boolean => isDecided(proof) && !proof.violations.has(bitOf(property));
  const proved = judged.filter(isProved);
  const open = judged.filter((property) => !proved.includes(property));
  if (proved.length > 0) {
    const digest = digestOf(code.digest, resolved.config);
    const head = { schema: 'reftorture/proof@1', config: resolved.config, digest, proved };
    options.onProof?.(certificateText(head, proof, system));
  }
  const trace = open.length === 0 ? [] : traceTo(proof, open, system.automaton, lineOf);
  const anyThreads = { views: proof.views.length, proved, assumes: ASSUMES, notJudged: [...NOT_JUDGED], trace };
  const note = noteOf(proof, proved, open);
  const few =
    open.length === 0 || proof.interrupted || options.proofOnly ? [] : explored(resolved, code, options, explore);
  const violated = few.find(({ verdict }) => verdict === 'violated');
  if (violated) {
    return { ...violated, elapsedMs: performance.now() - started, anyThreads, notes: [...violated.notes, note] };
  }
  const statuses: Statuses = Object.fromEntries(
    properties
      .filter((property) => judged.includes(property))
      .map((property) => [
        property,
        proved.includes(property) ? 'holds' : few.some(seen(property)) ? 'observed' : 'unknown',
      ]),
  );
  const tried = few.map(({ config, complete }) => `${config.roles.length}${complete ? '' : ' (in part)'}`);
  return checkResult(resolved.config, options.environment ?? describeEnvironment(), {
    verdict: verdictOf(statuses),
    properties: statuses,
    states: proof.views.length,
    complete: isDecided(proof),
    interrupted: proof.interrupted || few.some(({ interrupted }) => interrupted),
    elapsedMs: performance.now() - started,
    bytesPerState: Math.round((10 * proof.bytes) / proof.views.length) / 10,
    anyThreads,
    notes: [
      note,
      ...(tried.length === 0 ? [] : [`Explored exactly, and not found violated: ${tried.join(', ')} threads.`]),
    ],
  });
}

/** Tells whether a result has seen `property`, and that says nothing against the protocol. */
function seen(property: Property): (result: CheckResult) => boolean {
  return (result) => result.properties[property] === 'observed';
}

/** @throws UsageError for a property that is not judged */
function judgedAmong(
  named: readonly Property[] = properties.filter((name) => !NOT_JUDGED.includes(name)),
): readonly Property[] {
  const other = named.find((property) => NOT_JUDGED.includes(property));
  if (other)
    throw new UsageError(
      `${other} is not judged for any number of threads: name other properties, or take --threads 2`,
    );
  return named;
}

function isDecided({ complete, undecided }: Proof): boolean {
  return complete && undecided === undefined;
}

/** The results for a few threads, up to the first violation. */
function explored(resolved: ResolvedCheck, code: ModelCode, options: ExploreOptions, explore: Explore): CheckResult[] {
  const results: CheckResult[] = [];
  for (const threads of FEW_THREADS) {
    const threadRoles = inTurn(resolved.scenario.threadRoles, threads);
    const { anyThreads: _, ...config } = resolved.config;
    const few = { ...config, roles: threadRoles.map(({ name }) => name) };
    const result = explore(
      { ...resolved, config: few, scenario: { ...resolved.scenario, threadRoles } },
      code,
      options,
    );
    results.push(result);
    if (result.verdict === 'violated' || result.interrupted) break;
  }
  return results;
}

function noteOf(proof: Proof, proved: readonly Property[], open: readonly Property[]): string {
  const titles = (of: readonly Property[]): string => of.map(propertyTitle).join(', ');
  const size = `${plural(proof.views.length, 'view')}, k = 2`;
  const said = `Assumes: ${ASSUMES}. Not judged: ${titles(NOT_JUDGED)}.`;
  if (!isDecided(proof)) return `Not proved for any number of threads (${size}): ${reasonIn(proof)}. ${said}`;
  const holds = proved.length === 0 ? [] : [`Holds for any number of threads and rounds: ${titles(proved)} (${size}).`];
  const rest = open.length === 0 ? [] : [`Not proved: ${titles(open)}.`];
  return [...holds, ...rest, said].join(' ');
}

function reasonIn({ undecided, interrupted, outOfMemory }: Proof): string {
  if (undecided !== undefined) return undecided;
  return interrupted
    ? 'it was interrupted'
    : outOfMemory
      ? 'there is no memory for more'
      : 'there are more views than --max-states';
}

/** The last steps to the first view that violates one of `open`, as threads are told apart by nothing: places in the source. */
function traceTo(
  proof: Proof,
  open: readonly Property[],
  automaton: KernelModel['automaton'],
  lineOf: (position: number) => SourceLine,
): string[] {
  const [bad] = open.flatMap((property) => proof.violations.get(bitOf(property)) ?? []);
  const movers: number[] = [];
  for (let step: Origin | undefined = bad; step; step = step.from) if (step.mover >= 0) movers.unshift(step.mover);
  return movers.slice(-MOST_STEPS).map((mover) => placeOf(automaton, proof.members.at(mover).localState, lineOf));
}

function placeOf(automaton: Automaton, localState: number, lineOf: (position: number) => SourceLine): string {
  const { instruction } = automaton.pauseAt(localState);
  if (!instruction || !('position' in instruction)) return 'a thread begins a round';
  const { file, line, code } = lineOf(instruction.position);
  return `${file}:${line}: ${code}`;
}
