// Replays a witness: its schedule is forced onto worker threads over a real SharedArrayBuffer, every value is compared,
// and the detectors must see what the model says they see.

import { host } from '#host';
import { type Arena, createArena, readWord } from '../../arena/arena.js';
import { countsOf } from '../../arena/counts.js';
import { eventsIn } from '../../arena/events.js';
import { restingIn } from '../../arena/final-audit.js';
import { type LoadedWitness, propertiesOfNote } from '../../checker/load-witness.js';
import { assertionsOf } from '../../engines/assertions.js';
import { replayKernel, sourcesOf } from '../../engines/kernels.js';
import type { Threads } from '../../host/host.js';
import { constantsOf, roundsOf } from '../../requests/check-request.js';
import type { WitnessNote } from '../../results/check-result.js';
import type { ReplayResult } from '../../results/replay-result.js';
import { POISON, REFCOUNT } from '../../runtime/layout.js';
import { descriptorNumbers } from '../../scenarios/reclaim.js';
import type { ViolationAtRest } from '../../violations/at-rest.js';
import type { Assertion } from '../../violations/stories.js';
import type { Property } from '../../violations/table.js';
import { typeName } from '../../violations/words.js';
import type { ReplayTask, ReplayTaskResult } from '../../workers/replay.js';
import { StepOrder } from '../../workers/step-order.js';
import { workerCompiler } from '../compile-in-worker.js';
import { auditIn } from '../run-within.js';

export interface ReplayOptions {
  readonly times: number;
  /** Longest wait of a thread for its turn before it counts as lost, in milliseconds. */
  readonly deadlineMs?: number;
  /** Ends it after the replay that runs; one is always played. */
  readonly signal?: AbortSignal | undefined;
  /** Before each replay, with its number from 1. */
  readonly onReplay?: (number: number) => void;
}

const PAGE_BYTES = 64;
const PROBLEMS_KEPT = 10;

export async function replay(witness: LoadedWitness, options: ReplayOptions): Promise<ReplayResult> {
  const started = performance.now();
  const { resolved, property, steps } = witness;
  const { config, scenario } = resolved;
  const kernel = await replayKernel(sourcesOf(resolved), workerCompiler(options.signal), constantsOf(config));
  const threads = host.startThreads({ task: 'replay', most: scenario.threadRoles.length });
  const problems: string[] = [];
  let agreed = 0;
  let replays = 0;
  let verdict: ReplayResult['verdict'] = 'confirmed';
  const isOver = (): boolean => replays >= options.times || (replays > 0 && options.signal?.aborted === true);
  try {
    while (!isOver() && verdict !== 'inconclusive') {
      replays++;
      options.onReplay?.(replays);
      try {
        const differences = await replayOnce(threads, witness, kernel, options.deadlineMs ?? 10_000);
        if (differences.length === 0) agreed++;
        else verdict = 'differs';
        problems.push(...differences);
      } catch (error) {
        verdict = 'inconclusive';
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
  } finally {
    await threads.close();
  }
  return {
    schema: 'reftorture/replay@1',
    config,
    property,
    verdict,
    steps: steps.length,
    replays,
    agreed,
    interrupted: verdict !== 'inconclusive' && replays < options.times,
    elapsedMs: performance.now() - started,
    problems: problems.slice(0, PROBLEMS_KEPT),
  };
}

/** Returns the differences between one replay and the witness. @throws Error when a thread dies or has no turn */
async function replayOnce(
  threads: Threads,
  witness: LoadedWitness,
  kernel: string,
  deadlineMs: number,
): Promise<string[]> {
  const { resolved, steps } = witness;
  const arena = arenaOf(resolved);
  const tasks = tasksOf(witness, { arena, kernel, deadlineMs });
  const outcomes = await Promise.allSettled(tasks.map((task) => threads.run(task) as Promise<ReplayTaskResult>));
  const results = outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  const taken = results.reduce((sum, { stepsTaken }) => sum + stepsTaken, 0);
  const traps = results.map(({ trap }) => trap);
  return [
    ...results.flatMap((result) => result.differences),
    ...(taken === steps.length ? [] : [`${taken} of ${steps.length} steps were taken`]),
    ...trapDifferences(witness, traps),
    ...detectorDifferences(witness, arena),
    ...(await auditDifferences(witness, arena, kernel, threads)),
  ];
}

/** One for each thread. */
function tasksOf(
  { resolved, steps }: LoadedWitness,
  { arena, kernel, deadlineMs }: { readonly arena: Arena; readonly kernel: string; readonly deadlineMs: number },
): ReplayTask[] {
  const { config, scenario } = resolved;
  const rounds = roundsOf(resolved);
  const turns = StepOrder.buffer(scenario.threadRoles.length);
  return scenario.threadRoles.map(({ number }, worker) => ({
    worker,
    role: number,
    rounds: rounds[worker] ?? 0,
    kernel,
    turns,
    deadlineMs,
    memory: arena.memory.buffer,
    steps: steps.flatMap(({ thread, operation, before, after }, index) =>
      thread === worker ? [{ index, operation, before, after }] : [],
    ),
    width: config.width,
    pageBytes: PAGE_BYTES,
    slots: config.slots,
    pagesBase: arena.pagesBase,
    slotsBase: arena.slotsBase,
  }));
}

function arenaOf({ config, protocol }: LoadedWitness['resolved']): Arena {
  return createArena({
    engine: 'js',
    workers: config.roles.length,
    perThreadWords: protocol.perThreadWords,
    pages: config.pages,
    pageBytes: PAGE_BYTES,
    slots: config.slots,
    lookedUp: config.dtor === 'looked-up',
    recheck: config.recheck,
    unmapLate: config.unmap === 'after-put',
    ...descriptorNumbers(config),
    stall: { kind: 0, amount: 0, chance: 0 },
    seed: 1,
  });
}

type SeenByDetector = Extract<WitnessNote, { kind: 'violation' }>;

/** Returns the differences between the events that the detectors kept and those of the witness. */
function detectorDifferences({ resolved, steps }: LoadedWitness, arena: Arena): string[] {
  const expected = steps.flatMap(({ thread, notes }) =>
    notes.flatMap((note) =>
      note.kind === 'violation' ? [textOf(thread, note)] : note.kind === 'assertion' ? [brokenText(thread, note)] : [],
    ),
  );
  const assertionWith = assertionsOf(sourcesOf(resolved));
  const seen = eventsIn(arena, resolved.scenario.threadRoles, PAGE_BYTES, assertionWith).map(
    ({ violation, worker, page, heldGeneration, generation, believedType, type, assertion }) =>
      assertion
        ? brokenText(worker, assertion)
        : `${violation} by thread ${worker + 1} on page ${page}, held ${heldGeneration}, is ${generation}, ${believedType} on ${type}`,
  );
  return differences(expected, seen, ['the detectors did not see', 'the detectors also saw']);
}

/** The lines that only one of the two lists has, behind the words for each. */
function differences(expected: readonly string[], seen: readonly string[], [missed, also]: [string, string]): string[] {
  return [
    ...expected.filter((text) => !seen.includes(text)).map((text) => `${missed}: ${text}`),
    ...seen.filter((text) => !expected.includes(text)).map((text) => `${also}: ${text}`),
  ];
}

function textOf(thread: number, note: SeenByDetector): string {
  const { property, page, heldGeneration, generation, believedType, type } = note;
  const types = `${typeName(believedType)} on ${typeName(type)}`;
  return `${property} by thread ${thread + 1} on page ${page}, held ${heldGeneration}, is ${generation}, ${types}`;
}

function brokenText(thread: number, { number }: Pick<Assertion, 'number'>): string {
  return `assertion ${number} broken by thread ${thread + 1}`;
}

/** The traps that ended threads, `traps` by thread, against those of the witness. */
function trapDifferences({ steps }: LoadedWitness, traps: readonly (string | undefined)[]): string[] {
  const text = (thread: number, trap: string): string => `thread ${thread + 1} traps: ${trap}`;
  const expected = steps.flatMap(({ thread, notes }) =>
    notes.flatMap((note) => (note.kind === 'trap' ? [text(thread, note.message)] : [])),
  );
  const seen = traps.flatMap((trap, thread) => (trap === undefined ? [] : [text(thread, trap)]));
  return differences(expected, seen, ['this did not happen', 'this happened also']);
}

/** Audits the real memory, in one of `threads`, if the property shows only in the pages at rest. */
async function auditDifferences(
  { resolved, property, steps }: LoadedWitness,
  arena: Arena,
  kernel: string,
  threads: Threads,
): Promise<string[]> {
  const { width, pages, slots, roles } = resolved.config;
  const detected = steps.some(({ notes }) => notes.flatMap(propertiesOfNote).includes(property));
  if (detected || property === 'livelock' || property === 'trap') return [];
  // In a replay a narrow count word lies in the upper bits of a real one; a kernel has it in the lower bits.
  const memory = { buffer: new SharedArrayBuffer(arena.words.byteLength) };
  const words = new Int32Array(memory.buffer);
  words.set(arena.words);
  const spareBits = 32 - width;
  for (let index = 0; index < pages; index++) {
    const address = arena.pagesBase + index * PAGE_BYTES + REFCOUNT;
    words[address >> 2] = readWord(words, address) >> spareBits;
  }
  const { atRest } = await auditIn(threads, {
    code: { engine: 'js', text: kernel },
    memory,
    resting: restingIn(arena, { pages, pageBytes: PAGE_BYTES, slots }, countsOf(arena, roles.keys()), {
      poison: (POISON << spareBits) >> spareBits,
    }),
  });
  return isAtRest(property, atRest) && atRest[property] > 0 ? [] : [`the final audit shows no ${property}`];
}

function isAtRest(property: Property, atRest: Readonly<Record<ViolationAtRest, number>>): property is ViolationAtRest {
  return Object.hasOwn(atRest, property);
}
