// Comparison of a replay with its witness beyond the values of the steps: the detectors' events, and the pages at rest.

import { type Arena, readWord } from '../../arena/arena.js';
import { countsOf } from '../../arena/counts.js';
import { eventsIn } from '../../arena/events.js';
import { restingIn } from '../../arena/final-audit.js';
import { type LoadedWitness, propertiesOfNote } from '../../checker/load-witness.js';
import { assertionsOf } from '../../engines/assertions.js';
import { sourcesOf } from '../../engines/kernels.js';
import type { Threads } from '../../host/host.js';
import type { WitnessNote } from '../../results/check-result.js';
import { POISON, REFCOUNT } from '../../runtime/layout.js';
import type { ViolationAtRest } from '../../violations/at-rest.js';
import type { Assertion } from '../../violations/stories.js';
import type { Property } from '../../violations/table.js';
import { typeName } from '../../violations/words.js';
import { auditIn } from '../run-within.js';

type SeenByDetector = Extract<WitnessNote, { kind: 'violation' }>;

/** Returns the differences between the events that the detectors kept and those of the witness. */
export function detectorDifferences({ resolved, steps }: LoadedWitness, arena: Arena, pageBytes: number): string[] {
  const expected = steps.flatMap(({ thread, notes }) =>
    notes.flatMap((note) =>
      note.kind === 'violation' ? [textOf(thread, note)] : note.kind === 'assertion' ? [brokenText(thread, note)] : [],
    ),
  );
  const assertionWith = assertionsOf(sourcesOf(resolved));
  const seen = eventsIn(arena, resolved.scenario.threadRoles, pageBytes, assertionWith).map(
    ({ violation, worker, page, heldGeneration, generation, believedType, type, assertion }) =>
      assertion
        ? brokenText(worker, assertion)
        : `${violation} by thread ${worker + 1} on page ${page}, held ${heldGeneration}, is ${generation}, ${believedType} on ${type}`,
  );
  return [
    ...expected.filter((text) => !seen.includes(text)).map((text) => `the detectors did not see: ${text}`),
    ...seen.filter((text) => !expected.includes(text)).map((text) => `the detectors also saw: ${text}`),
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
export function trapDifferences({ steps }: LoadedWitness, traps: readonly (string | undefined)[]): string[] {
  const text = (thread: number, trap: string): string => `thread ${thread + 1} traps: ${trap}`;
  const expected = steps.flatMap(({ thread, notes }) =>
    notes.flatMap((note) => (note.kind === 'trap' ? [text(thread, note.message)] : [])),
  );
  const seen = traps.flatMap((trap, thread) => (trap === undefined ? [] : [text(thread, trap)]));
  return [
    ...expected.filter((trap) => !seen.includes(trap)).map((trap) => `this did not happen: ${trap}`),
    ...seen.filter((trap) => !expected.includes(trap)).map((trap) => `this happened also: ${trap}`),
  ];
}

/** Audits the real memory, in one of `threads`, if the property shows only in the pages at rest. */
export async function auditDifferences(
  { resolved, property, steps }: LoadedWitness,
  { arena, kernel, pageBytes, threads }: { arena: Arena; kernel: string; pageBytes: number; threads: Threads },
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
    const address = arena.pagesBase + index * pageBytes + REFCOUNT;
    words[address >> 2] = readWord(words, address) >> spareBits;
  }
  const { atRest } = await auditIn(threads, {
    code: { engine: 'js', text: kernel },
    memory,
    resting: restingIn(arena, { pages, pageBytes, slots }, countsOf(arena, roles.keys()), {
      poison: (POISON << spareBits) >> spareBits,
    }),
  });
  return isAtRest(property, atRest) && atRest[property] > 0 ? [] : [`the final audit shows no ${property}`];
}

function isAtRest(property: Property, atRest: Readonly<Record<ViolationAtRest, number>>): property is ViolationAtRest {
  return Object.hasOwn(atRest, property);
}
