// Answers about a count in a descriptor of its own, of which it was assumed that it changes everything. An answer to an
// assumption refutes nobody: it says what changes under each way of reclaiming the memory of descriptors.

import type { Answer } from '../results/claims-result.js';
import { alwaysHolds, disturbance, length, NO, UNEXPLORED, YES, yesIf } from './answers.js';
import type { Instruments, Parts, SettledPart } from './claim.js';
import {
  AT_ONCE,
  boundOf,
  combinationsOf,
  commandFor,
  detailOf,
  type ExploredCombination,
  explore,
  exploreWeakly,
  groupedText,
  PROTOCOLS,
  PUT_INSIDE,
  PUT_OUTSIDE,
  raceCommandFor,
  racesInWords,
  replayOf,
  type Setting,
  shortestIn,
  TYPE_STABLE,
  violationsText,
  witnessEvidenceOf,
} from './combinations.js';

/** Their last put takes two accesses. */
const TWO_STEPS: readonly string[] = ['v4', 'v5'];
const BEFORE_RECHECK: Setting = { reclaim: 'grace', section: 'before-recheck' };
const BEFORE_GET: Setting = { reclaim: 'grace', section: 'before-get' };

/** Explores the setting under every protocol. */
async function exploreAll(instruments: Instruments, setting: Setting): Promise<ExploredCombination[]> {
  const all: ExploredCombination[] = [];
  for (const protocol of PROTOCOLS) all.push(await explore(instruments, protocol, setting));
  return all;
}

/** Explores those of `all` that hold under release/acquire, too. */
async function exploreHolding(
  instruments: Instruments,
  all: readonly ExploredCombination[],
): Promise<ExploredCombination[]> {
  const holding: ExploredCombination[] = [];
  for (const explored of all) {
    const weak = await exploreWeakly(instruments, explored);
    if (weak) holding.push(weak);
  }
  return holding;
}

function twoSteps(all: readonly ExploredCombination[]): ExploredCombination[] {
  return all.filter(({ protocol }) => TWO_STEPS.includes(protocol));
}

function isBroken({ verdict }: ExploredCombination): boolean {
  return verdict === 'violated';
}

function isComplete({ complete }: ExploredCombination): boolean {
  return complete;
}

async function afterGrace(instruments: Instruments): Promise<SettledPart> {
  const outside = await exploreAll(instruments, PUT_OUTSIDE);
  const inside = await exploreAll(instruments, PUT_INSIDE);
  const beforeRecheck = await explore(instruments, 'old', BEFORE_RECHECK);
  const beforeGet = await explore(instruments, 'old', BEFORE_GET);
  const all = [...outside, ...inside, beforeRecheck, beforeGet];
  const weakOutside = await exploreHolding(instruments, outside);
  const weakInside = await exploreHolding(instruments, inside);
  const weak = [...weakOutside, ...weakInside];
  const [shown] = twoSteps(outside);
  return {
    ...answerAfterGrace(twoSteps(outside), twoSteps(inside), twoSteps(weak)),
    strength: 'explored',
    evidence: sentences([
      `Puts outside of sections: ${groupedText(outside)}`,
      `Puts inside: ${groupedText(inside)}`,
      `The section of a reader may${isBroken(beforeRecheck) ? ' not' : ''} end before its recheck (old: ${violationsText(beforeRecheck)}), and may${isBroken(beforeGet) ? ' not' : ''} end before its get (old: ${violationsText(beforeGet, 'touchedFreed')})${!isBroken(beforeRecheck) && isBroken(beforeGet) ? ': from the get on the reference keeps the memory' : ''}`,
      weakOutside.length > 0 &&
        `Under release/acquire those that hold otherwise, puts outside: ${groupedText(weakOutside)}`,
      weakInside.length > 0 &&
        `Under release/acquire those that hold otherwise, puts inside: ${groupedText(weakInside)}`,
      'The destructor is always the one that the descriptor names: what is violated is the fault of the protocol',
    ]),
    details: [...all, ...weak].map(detailOf),
    bound: boundOf(all, weak),
    commands: [
      commandFor('v4', PUT_OUTSIDE),
      commandFor('v4', PUT_INSIDE),
      commandFor('old', PUT_OUTSIDE),
      commandFor('old', BEFORE_RECHECK),
      commandFor('old', BEFORE_GET),
    ],
    ...(shown && witnessEvidenceOf(shown, 'stolenFree')),
  };
}

/** Answers for v4 and v5. `weak`: those of both that hold under sc, explored under release/acquire. */
function answerAfterGrace(
  outside: readonly ExploredCombination[],
  inside: readonly ExploredCombination[],
  weak: readonly ExploredCombination[],
): Answer {
  if (inside.some(isBroken)) return NO;
  const inSection = outside.some(isBroken);
  const needed = [...inside, ...(inSection ? [] : outside), ...weak.filter((one) => !isBroken(one))];
  if (!needed.every(isComplete)) return UNEXPLORED;
  const conditions = [
    ...(inSection ? ['puts lie inside read-side sections'] : []),
    ...(weak.some(isBroken) ? ['memory is sequentially consistent'] : []),
  ];
  return conditions.length === 0 ? YES : yesIf(conditions.join(' and '));
}

async function reusedAtOnce(instruments: Instruments): Promise<SettledPart> {
  const stable = await exploreAll(instruments, TYPE_STABLE);
  const atOnce = await exploreAll(instruments, AT_ONCE);
  const all = [...stable, ...atOnce];
  const weak = await exploreHolding(instruments, stable);
  const [shown] = twoSteps(stable);
  return {
    ...alwaysHolds(twoSteps(stable).some(isBroken), twoSteps(stable).every(isComplete)),
    strength: 'explored',
    evidence: sentences([
      `Type-stable: ${groupedText(stable)}; what is stolen is stolen as on pages: see C5 (b)`,
      `Memory that may at once be anything: ${groupedText(atOnce, 'touchedFreed')}${atOnce.every(getTouches) ? ': already the get touches freed memory, and no protocol can help it' : ''}`,
      weak.length > 0 &&
        `Under release/acquire those that hold otherwise: ${groupedText(weak)}${onlyWalks(weak) ? '; it is the walker, which does not look its page up again, and finds the type of an earlier life, as init is relaxed' : ''}`,
    ]),
    details: [...all, ...weak].map(detailOf),
    bound: boundOf(all, weak),
    commands: [commandFor('v4', TYPE_STABLE), commandFor('old', TYPE_STABLE), commandFor('old', AT_ONCE)],
    ...(shown && witnessEvidenceOf(shown, 'stolenFree')),
  };
}

async function sleepingPut(instruments: Instruments): Promise<SettledPart> {
  const outside = await exploreAll(instruments, PUT_OUTSIDE);
  const inside = await exploreAll(instruments, PUT_INSIDE);
  const stable = await exploreAll(instruments, TYPE_STABLE);
  const { result: combinations, othersShare } = await instruments.besideOthers(() => combinationsOf(instruments));
  const sleeper = twoSteps(outside).find(touches);
  return {
    ...answerOfSleepers(twoSteps(outside), twoSteps(inside), twoSteps(stable)),
    strength: 'explored',
    evidence: sentences([
      sleeper
        ? `No reference: after step 1 the put has none, and a grace period waits for sections, not for puts. ${wakes(sleeper)}`
        : 'Puts outside of sections touch no freed memory under v4 and v5',
      `Puts inside: ${groupedText(inside, 'touchedFreed')}`,
      `Type-stable: ${groupedText(stable, 'touchedFreed')}, as its name says: the word is one of a descriptor, if of another folio (b). It has to be so for good, as struct page is: SLAB_TYPESAFE_BY_RCU promises it to whoever is in a section`,
      `Puts outside, where the last one is a single access: ${groupedText(
        outside.filter(({ protocol }) => !TWO_STEPS.includes(protocol)),
        'touchedFreed',
      )}`,
      racesInWords(combinations, disturbance(othersShare)),
    ]),
    details: combinations.flatMap((combination) => replayOf(combination) ?? []),
    bound: boundOf([...outside, ...inside, ...stable], []),
    commands: [
      ...[PUT_OUTSIDE, PUT_INSIDE, TYPE_STABLE].map((setting) => commandFor('v4', setting, ['touchedFreed'])),
      raceCommandFor('v4', PUT_OUTSIDE),
    ],
    ...(sleeper && witnessEvidenceOf(sleeper, 'touchedFreed')),
    combinations,
  };
}

/** Shapes of two threads that RCU forbids: tests of the epochs are called so, and tests of RCU are held to the same. */
const EPOCHS = ['2+2W', 'LB', 'MP', 'R', 'S', 'SB', 'MP+helper'].map((shape) => `epochs+${shape}`);
const LESS = ['MP+one-epoch', 'MP+no-barrier', 'LB+no-release'].map((shape) => `epochs+${shape}`);

/** Compares the grace period of src/pages/epochs.ts with what the model of the kernel says of synchronize_rcu(). */
async function asInKernel(instruments: Instruments): Promise<SettledPart> {
  const [forbidden, less] = [await instruments.litmus(EPOCHS), await instruments.litmus(LESS)];
  const runs = forbidden.results.flatMap((result) => result.runs);
  const broken = forbidden.results.filter((result) => result.runs.some(({ answer }) => answer !== 'Never'));
  const needless = less.results.filter((result) => result.runs.some(({ answer }) => answer === 'Never'));
  const states = runs.reduce((sum, run) => sum + run.states, 0);
  return {
    ...alwaysHolds(broken.length > 0, runs.length === EPOCHS.length),
    strength: 'explored',
    evidence: sentences([
      broken.length > 0
        ? `Not in ${broken.map(({ name }) => name).join(', ')}`
        : 'Sections and grace periods by epochs, written as litmus tests, allow none of the shapes that rcu_read_lock() and synchronize_rcu() forbid: those of two threads, and one in which a third lets the epoch go up',
      needless.length === 0
        ? 'With one step of the epoch in place of two, without the full barrier at the beginning of a section, or without the release at its end, one of them is allowed'
        : `Less would do in ${needless.map(({ name }) => name).join(', ')}`,
    ]),
    bound: `every execution of ${EPOCHS.length} tests, one section and one grace period each, under the Linux-kernel memory model: ${states} partial executions`,
    commands: [EPOCHS, LESS].map((names) => `reftorture check --litmus ${names.join(' ')} --memory lkmm`),
  };
}

/** Returns whether only the reader without a recheck meets a violation. */
function onlyWalks(weak: readonly ExploredCombination[]): boolean {
  const broken = weak.flatMap(({ results }) => results).filter(({ verdict }) => verdict === 'violated');
  return broken.length > 0 && broken.every(({ config }) => config.scenario === 'folio-walker');
}

/** Returns whether the shortest way to touch freed memory is a get. */
function getTouches(explored: ExploredCombination): boolean {
  const last = shortestIn(explored, 'touchedFreed')?.witness.steps.at(-1);
  return last?.path.includes('tryGet') ?? false;
}

function touches({ violated }: ExploredCombination): boolean {
  return violated.includes('touchedFreed');
}

function wakes(sleeper: ExploredCombination): string {
  const witness = shortestIn(sleeper, 'touchedFreed')?.witness;
  const last = witness?.steps.at(-1);
  return witness && last
    ? `${sleeper.protocol}, puts outside of sections: it wakes, and its ${last.operation} at ${last.source} touches freed memory (${length(witness)})`
    : '';
}

function answerOfSleepers(
  outside: readonly ExploredCombination[],
  inside: readonly ExploredCombination[],
  stable: readonly ExploredCombination[],
): Answer {
  const keeps = (all: readonly ExploredCombination[]): boolean => !all.some(touches) && all.every(isComplete);
  if (keeps(outside)) return YES;
  if (![outside, inside, stable].every((all) => all.some(touches) || all.every(isComplete))) return UNEXPLORED;
  const conditions = [
    ...(keeps(inside) ? ['the put lies inside a read-side section'] : []),
    ...(keeps(stable) ? ['the memory is type-stable for good'] : []),
  ];
  return conditions.length === 0 ? NO : yesIf(conditions.join(', or '));
}

function sentences(all: readonly (string | false)[]): string {
  return all.filter((sentence) => sentence !== false).join('. ');
}

export const descriptorParts: Parts = {
  C19: [
    { label: 'grace', question: 'Freed after a grace period: does the race go away?', settle: afterGrace },
    { label: 'reused', question: 'Type-stable, and reused at once: does it go away?', settle: reusedAtOnce },
    {
      label: 'sleeper',
      question: 'Does anything keep the memory under the count word of a put that sleeps between (1) and (2)?',
      settle: sleepingPut,
    },
    {
      label: 'epochs',
      question: 'Are the grace periods of these runs what synchronize_rcu() promises, in the model of the kernel?',
      settle: asInKernel,
    },
  ],
};
