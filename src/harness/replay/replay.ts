// Replays a witness: its schedule is forced onto worker threads over a real SharedArrayBuffer, every value is compared,
// and the detectors must report what the model says they report.

import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { type Arena, createArena } from '../../arena/arena.js';
import { takeStock } from '../../arena/stock-taking.js';
import { eventsIn, sumCounts } from '../../arena/tally.js';
import type { LoadedWitness } from '../../checker/witness-file.js';
import type { Kernel } from '../../engines/kernel.js';
import { replayKernel } from '../../engines/link-replay.js';
import { modelConfigOf } from '../../requests/check-request.js';
import { resolveProtocol } from '../../requests/resolve-protocol.js';
import { resolveScenario } from '../../requests/resolve-scenario.js';
import type { CheckConfig, Property } from '../../results/check-result.js';
import type { ReplayResult } from '../../results/replay-result.js';
import { CONFIG_UNMAP_LATE, REFCOUNT, TYPE_X, TYPE_Y } from '../../runtime/layout.js';
import type { ReplayTask, ReplayTaskResult } from '../../workers/replay.js';
import { Turns } from '../../workers/step-order.js';

export interface ReplayOptions {
  readonly times: number;
  /** How long a thread may wait for its turn before it counts as lost. */
  readonly deadlineMs?: number;
}

const WORKER_FILE = fileURLToPath(new URL('../../../dist/workers/replay.js', import.meta.url));
const PAGE_BYTES = 64;
const PROBLEMS_KEPT = 10;

export async function replay(witness: LoadedWitness, options: ReplayOptions): Promise<ReplayResult> {
  const started = performance.now();
  const { config, property, steps } = witness;
  const text = narrowed(
    await replayKernel(resolveProtocol(config.protocol).file, resolveScenario(config.scenario)),
    config,
  );
  const threads = config.roles.length;
  const pool = new Piscina({ filename: WORKER_FILE, minThreads: threads, maxThreads: threads });
  const problems: string[] = [];
  let agreed = 0;
  let replays = 0;
  let verdict: ReplayResult['verdict'] = 'confirmed';
  try {
    while (replays < options.times && verdict !== 'inconclusive') {
      replays++;
      try {
        const differences = await replayOnce(pool, witness, text, options.deadlineMs ?? 10_000);
        if (differences.length === 0) agreed++;
        else verdict = 'differs';
        problems.push(...differences);
      } catch (error) {
        verdict = 'inconclusive';
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
  } finally {
    await pool.destroy();
  }
  return {
    schema: 'reftorture/replay@1',
    ...{ config, property, verdict, steps: steps.length, replays, agreed },
    elapsedMs: performance.now() - started,
    problems: problems.slice(0, PROBLEMS_KEPT),
  };
}

/** Where this replay differs from the witness. @throws Error when a thread dies or has no turn. */
async function replayOnce(
  pool: Piscina,
  witness: LoadedWitness,
  kernel: string,
  deadlineMs: number,
): Promise<string[]> {
  const { config, steps, property } = witness;
  const { roles, rounds } = modelConfigOf(config);
  const arena = arenaOf(config);
  const turns = Turns.buffer(roles.length);
  const tasks = roles.map(
    (role, worker): ReplayTask => ({
      ...{ worker, role, kernel, turns, deadlineMs, rounds: rounds[worker] as number },
      memory: arena.memory.buffer,
      steps: steps.flatMap(({ thread, operation, before, after }, index) =>
        thread === worker ? [{ index, operation, before, after }] : [],
      ),
      ...{ width: config.width, pageBytes: PAGE_BYTES, slots: config.slots },
      ...{ pagesBase: arena.pagesBase, slotsBase: arena.slotsBase },
    }),
  );
  const outcomes = await Promise.allSettled(tasks.map((task) => pool.run(task) as Promise<ReplayTaskResult>));
  const results = outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  const differences = results.flatMap((result) => result.differences);
  const taken = results.reduce((sum, { stepsTaken }) => sum + stepsTaken, 0);
  if (taken !== steps.length) differences.push(`${taken} of ${steps.length} steps were taken`);
  differences.push(...wrongReports(witness, arena));
  if (!isReported(steps.at(-1)?.notes ?? [], property) && property !== 'livelock') {
    differences.push(...wrongStock(config, arena, kernel, property));
  }
  return differences;
}

function arenaOf(config: CheckConfig): Arena {
  const arena = createArena({
    ...{ engine: 'js', workers: config.roles.length, pages: config.pages, pageBytes: PAGE_BYTES, slots: config.slots },
    ...{ lookedUp: config.dtor === 'looked-up', recheck: config.recheck },
    ...{ stall: { kind: 0, amount: 0, chance: 0 }, seed: 1 },
  });
  arena.words[CONFIG_UNMAP_LATE >> 2] = config.unmap === 'after-put' ? 1 : 0;
  return arena;
}

/** The kernel with the width of the count word, and the limit, that the witness has. */
function narrowed(kernel: string, { width, resetAfter }: CheckConfig): string {
  let text = kernel;
  const set = (name: string, value: number): void => {
    const declaration = new RegExp(`\\b(var|let|const) ${name} = [^;]+;`);
    if (!declaration.test(text)) throw new Error(`the kernel declares no ${name}`);
    text = text.replace(declaration, `$1 ${name} = ${value};`);
  };
  if (width !== 32) set('WIDTH', width);
  if (resetAfter !== null) set('RESET_AFTER', resetAfter);
  return text;
}

/** What the detectors of the threads kept, against what the witness says that they saw. */
function wrongReports({ config, steps }: LoadedWitness, arena: Arena): string[] {
  const typeName = (type: number): string => (type === TYPE_X ? 'X' : type === TYPE_Y ? 'Y' : 'none');
  const expected = steps.flatMap(({ thread, notes }) =>
    notes.flatMap((note) => {
      if (note.kind !== 'violation') return [];
      const { property, page, heldGeneration, generation, believedType, type } = note;
      const types = `${typeName(believedType)} on ${typeName(type)}`;
      return [
        `${property} by thread ${thread + 1} on page ${page}, held ${heldGeneration}, is ${generation}, ${types}`,
      ];
    }),
  );
  const roles = config.roles.map((name) => ({ number: 0, name, rounds: 1 }));
  const seen = eventsIn(arena, roles, PAGE_BYTES).map(
    ({ violation, worker, page, heldGeneration, generation, believedType, type }) =>
      `${violation} by thread ${worker + 1} on page ${page}, held ${heldGeneration}, is ${generation}, ${believedType} on ${type}`,
  );
  return [
    ...expected.filter((report) => !seen.includes(report)).map((report) => `the detectors did not report: ${report}`),
    ...seen.filter((report) => !expected.includes(report)).map((report) => `the detectors also reported: ${report}`),
  ];
}

function isReported(notes: LoadedWitness['steps'][number]['notes'], property: Property): boolean {
  return notes.some((note) => note.kind === 'violation' && note.property === property);
}

/** Takes stock of the real memory; its count words are moved down to where a kernel has them. */
function wrongStock(config: CheckConfig, arena: Arena, text: string, property: Property): string[] {
  const words = arena.words.slice();
  for (let index = 0; index < config.pages; index++) {
    const at = (arena.pagesBase + index * PAGE_BYTES + REFCOUNT) >> 2;
    words[at] = (words[at] as number) >> (32 - config.width);
  }
  const kernel = new Function('words', 'host', text)(words, {}) as Kernel;
  const stock = takeStock(
    { ...arena, words },
    { pages: config.pages, pageBytes: PAGE_BYTES, slots: config.slots },
    kernel,
    sumCounts(arena, config.roles.length),
  );
  const found = stock[property as 'leak' | 'underflow' | 'useAfterFree' | 'lostOverflow'];
  return found > 0 ? [] : [`taking stock at the end shows no ${property}`];
}
