// Result of a race: its schema, its type, and the counts of violations by name.

import * as v from 'valibot';
import { type RaceConfig, raceOptions } from '../options/race-options.js';
import type { Stall } from '../options/stall.js';
import {
  detectedViolations,
  isObservation,
  observationsUnder,
  type Violation,
  violations,
  violationTable,
} from '../violations/table.js';
import { configSchema } from './config-schema.js';
import {
  assertion,
  consistent,
  count,
  described,
  environment,
  head,
  type Infer,
  interrupted,
  positive,
  type SchemaOf,
  text,
  titled,
  verdict,
  whole,
} from './parts.js';

export type { RaceConfig, Stall };

const totals = v.object({
  operations: described(count, 'Calls of the protocol: tryGets, gets, puts, initialisations, freezes and unfreezes.'),
  rounds: described(count, "Rounds of the roles' loops."),
  allocs: described(count, 'Pages allocated.'),
  frees: described(count, 'Pages freed: generations that ended.'),
  destructorsX: described(
    count,
    'Runs of the destructor of type X. With those of type Y as many as pages freed, unless pages were destroyed twice.',
  ),
  destructorsY: described(count, 'Runs of the destructor of type Y.'),
  tryGets: described(count, 'Attempts to get a reference without holding one, failed ones included.'),
  failedGets: described(count, 'Attempts that got none.'),
  gets: described(count, 'References taken by those who held one already.'),
  puts: described(count, 'References put.'),
  freezes: described(count, 'Counts frozen.'),
  failedRechecks: described(count, 'Rechecks that found the index changed after a successful get.'),
  emptyAllocs: described(count, 'Allocations that found no free page.'),
  resurrections: described(count, 'Gets that took the count from 0 to 1.'),
  abortedFrees: described(count, 'Puts that reached 0 and lost step 2, because somebody took the page back.'),
  casRetries: described(count, 'Repeated attempts of compare-and-swap loops.'),
  stalls: described(count, 'How often a worker was held up on purpose.'),
});
export interface RaceTotals extends Infer<typeof totals> {}

/** Counts of the violations that were seen. */
export type RaceViolations = Readonly<Record<Violation, number>>;

const violationsFound: SchemaOf<RaceViolations> = v.object(
  byName((violation) => described(count, violationTable[violation].meaning)),
);

const pageType = v.picklist(['X', 'Y', 'none']);

const event = v.object({
  violation: v.picklist(detectedViolations),
  timeMs: described(positive, 'Time since the start of the race, in milliseconds.'),
  worker: described(count, 'Number of the worker that saw it.'),
  role: described(text, 'Role of the worker.'),
  page: described(whole, 'Index in the page array.'),
  heldGeneration: described(
    whole,
    'Generation in which the worker took its reference. For an allocation: the free generation that it claimed.',
  ),
  generation: described(whole, 'Generation of the page when the violation was seen. Even: the page was free.'),
  believedType: described(pageType, 'Type that the worker acted on.'),
  type: described(pageType, 'Type of the page when the violation was seen.'),
  word: described(text, 'Count word when the event was kept, as hexadecimal.'),
  assertion: v.exactOptional(
    described(v.object(assertion), 'What broke, where that is an assertion. Then page is -1, and the rest of no page.'),
  ),
});
/** A violation as a worker saw it. */
export interface RaceEvent extends Infer<typeof event> {}

const worker = v.object({
  worker: described(count, 'Number of the worker.'),
  role: text,
  state: described(text, '"finished", or how far the worker had come when the run was given up.'),
  durationMs: described(positive, 'Time that the worker ran, in milliseconds.'),
  operations: described(count, 'Calls of the protocol.'),
  cpu: v.exactOptional(described(count, 'Number of the CPU that the worker was pinned to. Absent: not pinned.')),
  error: v.exactOptional(described(text, 'What the worker died of. Absent: it did not die.')),
  trap: v.exactOptional(
    described(text, 'What the protocol divided without a result, such as "divide by zero". Absent: nothing.'),
  ),
});
export interface RaceWorker extends Infer<typeof worker> {}

const conservation = v.object({
  checked: described(
    v.boolean(),
    'Whether the final audit was made. Not when a worker did not come back: it may hold references.',
  ),
  livePages: described(whole, 'Pages in the index.'),
  freePages: described(whole, 'Pages in the allocator.'),
  lostPages: described(whole, 'Pages in neither.'),
  problems: described(v.array(text), 'The first few things that do not add up.'),
});
export type Conservation = Infer<typeof conservation>;

const raceResult = v.object({
  ...head('reftorture/race@1'),
  config: described(configSchema(raceOptions), 'What was run.'),
  environment,
  durationMs: described(positive, 'Time of the longest worker, in milliseconds.'),
  totals: described(totals, 'What all workers did, and near misses.'),
  violations: described(violationsFound, 'How often each violation was seen.'),
  firstViolationMs: described(
    v.nullable(positive),
    'Time from the start of the race to the first violation, in milliseconds. Null: a detector saw none.',
  ),
  events: described(v.array(event), 'The first violations that each worker saw, in the order of their times.'),
  workers: described(v.array(worker), 'What each worker did.'),
  conservation: described(conservation, 'Final audit of the race: do the pages and their counts add up?'),
  verdict,
  interrupted,
  notes: described(v.array(text), 'Why the race is inconclusive, or what a reader should know besides.'),
});
export interface RaceResult extends Infer<typeof raceResult> {}
export type Verdict = RaceResult['verdict'];

/** Returns the runs of destructors of either type. */
export function destructorsOf({ destructorsX, destructorsY }: RaceTotals): number {
  return destructorsX + destructorsY;
}

/** Tells whether a trap ended one of `workers`, and the race with it. */
export function hasTrapped(workers: readonly Pick<RaceWorker, 'trap'>[]): boolean {
  return workers.some(({ trap }) => trap !== undefined);
}

/** `found`, with `more` of some. */
export function addViolations(
  found: RaceViolations,
  more: Readonly<Partial<Record<Violation, number>>>,
): RaceViolations {
  return byName((violation) => found[violation] + (more[violation] ?? 0));
}

/** Counts with the destructor policy, under which some are observations. */
type Seen = { readonly config: Pick<RaceConfig, 'dtor'>; readonly violations: RaceViolations };

/** Returns the violations that were seen, the most telling first. */
export function violationsSeen({ config, violations: found }: Seen): Violation[] {
  return violations.filter((violation) => found[violation] > 0 && !isObservation(violation, config.dtor));
}

/** Says why the parts of a result cannot be of one race; undefined where they can. An inconclusive one may have seen anything. */
function contradictionIn(result: RaceResult): string | undefined {
  const { verdict, events, workers, totals, firstViolationMs } = result;
  const seen = violationsSeen(result);
  const wrong = seen.length > 0 || hasTrapped(workers);
  if (verdict === 'violated' && !wrong) return 'the verdict is violated, but no violation is counted';
  if (verdict === 'clean' && wrong) return `the verdict is clean, but ${seen[0] ?? 'a trap'} is counted`;
  if (verdict === 'clean' && totals.operations === 0) return 'the verdict is clean, but nothing was executed';
  const stray = events.find(({ violation }) => !seen.includes(violation));
  if (stray) return `there is an event of ${stray.violation}, but no such violation is counted`;
  if (firstViolationMs !== null && seen.length === 0)
    return 'there is a time of a first violation, but none is counted';
  return undefined;
}

/** Returns the observations that were made. */
export function observationsSeen({ config, violations: found }: Seen): Violation[] {
  return observationsUnder(config.dtor).filter((violation) => found[violation] > 0);
}

/** Returns a record with one value for each violation. */
export function byName<T>(of: (violation: Violation) => T): Record<Violation, T> {
  return Object.fromEntries(violations.map((violation) => [violation, of(violation)])) as Record<Violation, T>;
}

export const raceSchema: SchemaOf<RaceResult> = titled(
  consistent(raceResult, contradictionIn),
  'Race',
  'What worker threads did to a page array in one run, and what went wrong. Written by race.',
);

export const raceSetSchema = titled(
  v.object({
    ...head('reftorture/race-set@1'),
    runs: described(v.array(raceSchema), 'One for each run, in the order in which they ran.'),
  }),
  'Set of races',
  'Several races. Written by race for several protocols, scenarios, engines or stalls, and by results --merge.',
);
