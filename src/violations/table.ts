// Everything that can go wrong, once: every list, schema, column, chart and story derives from this table. Of two that
// hold at once the more telling one comes first.

import * as counters from '../runtime/counters.js';
import { STORIES, type Story } from './stories.js';
import type { DestructorPolicy } from './words.js';

export interface ViolationEntry {
  /**
   * The counter that a detector raises (src/runtime/counters.ts); null where no detector sees it: it shows only in the
   * final audit after the run.
   */
  readonly counter: number | null;
  readonly title: string;
  /** Definition, in one sentence. */
  readonly meaning: string;
  /** Title of a narrow column: the title unless given. */
  readonly shortTitle: string;
  /** Title of a count or of a rate: the title with an s unless given. */
  readonly plural: string;
  /** The operations that it could have happened to: the denominator of its share; frees unless given. */
  readonly per: 'frees' | 'gets';
  /** Tells one of them, as a detector saw it, in sentences: none of what no detector sees. */
  readonly story: Story;
  /** The policy under which it says nothing against the protocol, with the reason: see isObservation(). */
  readonly observation?: { readonly dtor: DestructorPolicy; readonly reason: string };
}

type Entry = Pick<ViolationEntry, 'counter' | 'title' | 'meaning'> & Partial<ViolationEntry>;

const TABLE = {
  typeConfusionStolenFree: {
    counter: counters.TYPE_CONFUSION_STOLEN_FREE,
    title: 'type confusion, stolen free',
    meaning:
      'The destructor of one type ran on a page of another, run by a put that took step 1 on an earlier generation of the page.',
    shortTitle: 'confusion, stolen',
    plural: 'type confusions, stolen free',
  },
  stolenFree: {
    counter: counters.STOLEN_FREE,
    title: 'stolen free',
    meaning: 'Step 2 won on the zero of another generation, whether or not the types differ.',
  },
  typeConfusionStaleGet: {
    counter: counters.TYPE_CONFUSION_STALE_GET,
    title: 'type confusion, stale get',
    meaning:
      'The destructor of one type ran on a page of another, run for a reference that had landed on an already reallocated page.',
    shortTitle: 'confusion, stale',
    plural: 'type confusions, stale get',
    observation: {
      dtor: 'captured',
      reason: 'The destroyer acted on its own belief about the type, which is not charged to the protocol.',
    },
  },
  doubleFree: {
    counter: counters.DOUBLE_FREE,
    title: 'double free',
    meaning: 'A page was freed that was free, or freed twice in one generation.',
  },
  touchedFreed: {
    counter: counters.TOUCHED_FREED,
    title: 'use after free of the descriptor',
    meaning: 'The count word of a descriptor was touched whose memory had been freed, and might be anything.',
    shortTitle: 'descriptor',
    plural: 'uses after free of the descriptor',
    per: 'gets',
  },
  useAfterFree: {
    counter: counters.USE_AFTER_FREE,
    title: 'use after free',
    meaning: 'The page of a counted reference was free, or changed its generation or its type.',
    shortTitle: 'use after',
    plural: 'uses after free',
    per: 'gets',
  },
  liveReset: {
    counter: counters.LIVE_RESET,
    title: 'reset of a live page',
    meaning: 'The taking back of failed gets replaced a word that counted references: the page is dead to its holders.',
    shortTitle: 'live reset',
    plural: 'resets of live pages',
    per: 'gets',
  },
  leak: {
    counter: null,
    title: 'leak',
    meaning: 'A page was left allocated with nobody to free it, or counts more references than there are.',
  },
  underflow: {
    counter: counters.UNDERFLOW,
    title: 'underflow',
    meaning: 'A holder saw a count below its own reference.',
  },
  lostOverflow: {
    counter: counters.LOST_OVERFLOW,
    title: 'lost overflow',
    meaning: 'The word of a free page is not dead any more: failed gets carried into the frozen bit.',
    shortTitle: 'overflow',
    plural: 'lost frozen bits',
  },
  brokenFreeze: {
    counter: counters.BROKEN_FREEZE,
    title: 'broken freeze',
    meaning: "A frozen page counted references: somebody's get got through, or the freeze left them there.",
    shortTitle: 'freeze',
  },
  payloadRace: {
    counter: counters.PAYLOAD_RACE,
    title: 'data race on the payload',
    meaning: 'A plain access to the data of an object missed the newest value, or somebody else wrote it meanwhile.',
    shortTitle: 'payload',
    plural: 'data races on the payload',
    per: 'gets',
  },
  assertion: {
    counter: counters.ASSERTION,
    title: 'broken assertion',
    meaning: 'A condition that the protocol or a role states with assert() did not hold.',
    shortTitle: 'assertion',
    per: 'gets',
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** A violation by the name that it has in results, in the registry and on the command line. */
export type Violation = keyof typeof TABLE;

/** A violation that a detector sees while it happens. */
export type DetectedViolation = {
  [Key in Violation]: (typeof TABLE)[Key]['counter'] extends number ? Key : never;
}[Violation];

/** Properties without a detector that counts violations. */
const UNCOUNTED = {
  /** A division that has no result stops its thread. */
  trap: { title: 'trap' },
  /** No race can see it: time is up at some time. */
  livelock: { title: 'livelock' },
} as const;

/** A property that an exhaustive check decides. */
export type Property = Violation | keyof typeof UNCOUNTED;

const stories: Readonly<Record<DetectedViolation, Story> & Partial<Record<string, Story>>> = STORIES;

export const violationTable = Object.fromEntries(
  Object.entries(TABLE).map(([name, entry]) => {
    const { title } = entry;
    const usual = { shortTitle: title, plural: `${title}s`, per: 'frees', story: stories[name] ?? (() => []) };
    return [name, { ...usual, ...entry }];
  }),
) as Readonly<Record<Violation, ViolationEntry>>;

/** Every violation, the most telling first. */
export const violations = Object.keys(TABLE) as readonly Violation[];

export const properties: readonly Property[] = [
  ...violations,
  ...(Object.keys(UNCOUNTED) as (keyof typeof UNCOUNTED)[]),
];

const TEXTS: Readonly<Record<Property, Pick<ViolationEntry, 'title'> & Partial<ViolationEntry>>> = {
  ...violationTable,
  ...UNCOUNTED,
};

export function propertyTitle(property: Property): string {
  return TEXTS[property].title;
}

export function propertyShortTitle(property: Property): string {
  return TEXTS[property].shortTitle ?? TEXTS[property].title;
}

/**
 * Returns whether `property` is an observation under `dtor`: counted and shown as near misses are, but no violation. It
 * stops no race, is kept as no event, and decides a verdict only where somebody asks for it by name.
 */
export function isObservation(property: Property, dtor: DestructorPolicy): boolean {
  return TEXTS[property].observation?.dtor === dtor;
}

/** Returns why `property` is an observation where it is one; empty if it never is. */
export function observationText(property: Property): string {
  const { title, observation } = TEXTS[property];
  return observation ? `An observation, no violation: ${title}. ${observation.reason}` : '';
}

/** The counters of the observations under `dtor`, as bits of CONFIG_OBSERVED (src/runtime/layout.ts). */
export function observedBits(dtor: DestructorPolicy): number {
  const observed = observationsUnder(dtor).flatMap((violation) => TABLE[violation].counter ?? []);
  return observed.reduce((bits, counter) => bits | (1 << (counter - counters.FIRST_VIOLATION)), 0);
}

/** The observations under `dtor`. */
export function observationsUnder(dtor: DestructorPolicy): Violation[] {
  return violations.filter((violation) => isObservation(violation, dtor));
}

export const detectedViolations: readonly DetectedViolation[] = violations.filter(
  (violation): violation is DetectedViolation => TABLE[violation].counter !== null,
);

/** The violation that `counter` counts. @throws RangeError for a counter that the table does not have: a defect. */
export function violationOf(counter: number): DetectedViolation {
  const violation = detectedViolations.find((name) => TABLE[name].counter === counter);
  if (!violation) throw new RangeError(`counter ${counter} counts no violation of src/violations/table.ts`);
  return violation;
}
