// Audit of the final state of a run, when nobody holds anything any more: every page is in the allocator or in the index, every
// count stands for exactly the references of the slots that point at the page, and a destructor has run exactly once
// for each generation that ended.

import type { Kernel } from '../engines/kernel.js';
import type { Conservation } from '../results/race-result.js';
import { ALLOCS, DESTRUCTORS_X, DESTRUCTORS_Y, DOUBLE_FREE, FREES } from '../runtime/counters.js';
import {
  CONFIG_RECLAIM,
  GENERATION,
  POISON,
  RECLAIM_TYPE_STABLE,
  REFCOUNT,
  RETIRED_IN,
  SLOT_BYTES,
} from '../runtime/layout.js';
import { type PageAtRest, type ViolationAtRest, violationAtRest } from '../violations/at-rest.js';
import { type Arena, readWord } from './arena.js';
import type { Counts } from './counts.js';

export interface FinalAudit {
  readonly conservation: Conservation;
  /** Violations that the pages at rest show. */
  readonly atRest: Readonly<Record<ViolationAtRest, number>>;
  /** False when the workers' counts contradict the pages': a defect of the harness, not of the protocol. */
  readonly consistent: boolean;
}

const PROBLEMS_KEPT = 10;

export interface ArenaGeometry {
  readonly pages: number;
  readonly pageBytes: number;
  readonly slots: number;
}

/** The memory at rest, and the sums of what the workers counted. */
export interface Resting extends ArenaGeometry {
  readonly pagesBase: number;
  readonly slotsBase: number;
  readonly allocs: number;
  readonly frees: number;
  /** Runs of destructors. */
  readonly destructors: number;
  readonly doubleFrees: number;
  /** There are roles of the user's own, which may free pages without a destructor. */
  readonly ownRoles: boolean;
  /** POISON, as a count word holds it: narrower in a replay of a narrow count. */
  readonly poison: number;
}

/** `counts` are those of all workers together. */
export function restingIn(
  { pagesBase, slotsBase }: Pick<Arena, 'pagesBase' | 'slotsBase'>,
  { pages, pageBytes, slots }: ArenaGeometry,
  counts: Counts,
  { ownRoles = false, poison = POISON }: Partial<Pick<Resting, 'ownRoles' | 'poison'>> = {},
): Resting {
  return {
    ...{ pages, pageBytes, slots, pagesBase, slotsBase, ownRoles, poison },
    allocs: counts.of(ALLOCS),
    frees: counts.of(FREES),
    destructors: counts.of(DESTRUCTORS_X) + counts.of(DESTRUCTORS_Y),
    doubleFrees: counts.of(DOUBLE_FREE),
  };
}

export function auditFinalState(
  words: Int32Array,
  at: Resting,
  kernel: Pick<Kernel, 'isDeadWord' | 'countOf' | 'countAt'>,
): FinalAudit {
  const problems: string[] = [];
  const note = (problem: string): void => {
    if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };

  /** Number of slots that point at each page, each with a reference. */
  const indexed = new Map<number, number>();
  for (let key = 0; key < at.slots; key++) {
    const page = readWord(words, at.slotsBase + key * SLOT_BYTES);
    if (page !== 0) indexed.set(page, (indexed.get(page) ?? 0) + 1);
  }

  const typeStable = readWord(words, CONFIG_RECLAIM) <= RECLAIM_TYPE_STABLE;
  const atRest: Record<ViolationAtRest, number> = {
    touchedFreed: 0,
    leak: 0,
    underflow: 0,
    useAfterFree: 0,
    lostOverflow: 0,
  };
  let [freePages, livePages, lostPages, allocs, frees] = [0, 0, 0, 0, 0];
  for (let index = 0; index < at.pages; index++) {
    const page = at.pagesBase + index * at.pageBytes;
    const generation = readWord(words, page + GENERATION) >>> 0;
    const word = readWord(words, page + REFCOUNT);
    const references = kernel.countAt?.(page + REFCOUNT) ?? kernel.countOf(word);
    const inSlots = indexed.get(page) ?? 0;
    allocs += Math.ceil(generation / 2);
    frees += Math.floor(generation / 2);
    const free = generation % 2 === 0;
    if (free) freePages++;
    else if (inSlots === 0) lostPages++;
    else livePages++;
    const poison = typeStable || readWord(words, page + RETIRED_IN) !== 0 ? undefined : at.poison;
    const dead = Boolean(kernel.isDeadWord(word));
    const state: PageAtRest = { word, references, dead, generation, slots: inSlots, poison };
    const found = violationAtRest(state);
    if (found === undefined) continue;
    atRest[found]++;
    note(`page ${index} ${problemOf(found, state)}`);
  }

  // A generation is a 32-bit word, so a page's history is known modulo 2^32 steps: 2^31 allocations.
  const agree = (counted: number, seen: number): boolean => (counted - seen) % 2 ** 31 === 0;
  const paged = agree(at.allocs, allocs) && agree(at.frees, frees);
  if (!paged) note(`workers counted ${at.allocs} allocations and ${at.frees} frees, the pages ${allocs} and ${frees}`);
  const destroyed = destructorsAddUp(at);
  if (!destroyed) {
    note(`workers counted ${at.destructors} destructors, ${at.frees} frees and ${at.doubleFrees} double frees`);
  }
  if (destroyed && at.destructors > at.frees) {
    note(
      `${at.destructors - at.frees} of ${at.destructors} destructors ran on a page that somebody else destroyed, too`,
    );
  }
  return {
    atRest,
    consistent: paged && destroyed,
    conservation: { checked: true, livePages, freePages, lostPages, problems },
  };
}

/**
 * A thread that runs a destructor then frees the page: the free ends the generation, or is a double free, since
 * somebody else has ended it. So runs beyond the frees are second ones in their generation, and each is a double free.
 * (There are double frees without a run, too: of pages that were found free beforehand.) Fewer runs than frees there
 * cannot be.
 */
function destructorsAddUp({ destructors, frees, doubleFrees, ownRoles }: Resting): boolean {
  return (ownRoles || destructors >= frees) && destructors <= frees + doubleFrees;
}

function problemOf(found: ViolationAtRest, { word, references, generation, slots }: PageAtRest): string {
  if (generation % 2 !== 0) {
    return slots === 0
      ? `is lost: allocated, in no slot, word ${hex(word)}`
      : `is in the index, but its word ${hex(word)} counts ${references} instead of ${slots}`;
  }
  if (found === 'touchedFreed') return `is free for anything, but its word ${hex(word)} is not the poison any more`;
  if (found === 'useAfterFree') return 'is free, but the index still points at it';
  if (found === 'leak') return `is free, but its word ${hex(word)} counts ${references}`;
  return `is free, but its word ${hex(word)} is not dead`;
}

function hex(word: number): string {
  return `0x${(word >>> 0).toString(16)}`;
}
