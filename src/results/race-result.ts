// Result of a race: its schema, its type, and the counts of violations by name.

import { type RaceConfig, raceOptions } from '../options/race-options.js';
import type { Stall } from '../options/stall.js';
import { detectedViolations, violationTable } from '../violations/table.js';
import { configSchema } from './config-schema.js';
import * as is from './parts.js';
import { byName, hasTrapped, type RaceViolations, type Verdict, violationsSeen } from './verdicts.js';

export type { RaceConfig, RaceViolations, Stall, Verdict };

const totals = is.object({
  operations: is.count('Calls of the protocol: tryGets, gets, puts, initialisations, freezes and unfreezes.'),
  rounds: is.count("Rounds of the roles' loops."),
  allocs: is.count('Pages allocated.'),
  frees: is.count('Pages freed: generations that ended.'),
  destructorsX: is.count(
    'Runs of the destructor of type X. With those of type Y as many as pages freed, unless pages were destroyed twice.',
  ),
  destructorsY: is.count('Runs of the destructor of type Y.'),
  tryGets: is.count('Attempts to get a reference without holding one, failed ones included.'),
  failedGets: is.count('Attempts that got none.'),
  gets: is.count('References taken by those who held one already.'),
  puts: is.count('References put.'),
  freezes: is.count('Counts frozen.'),
  failedRechecks: is.count('Rechecks that found the index changed after a successful get.'),
  emptyAllocs: is.count('Allocations that found no free page.'),
  resurrections: is.count('Gets that took the count from 0 to 1.'),
  abortedFrees: is.count('Puts that reached 0 and lost step 2, because somebody took the page back.'),
  casRetries: is.count('Repeated attempts of compare-and-swap loops.'),
  stalls: is.count('How often a worker was held up on purpose.'),
});
export interface RaceTotals extends is.Infer<typeof totals> {}

const violationsFound: is.SchemaOf<RaceViolations> = is.object(
  byName((violation) => is.described(is.count(), violationTable[violation].meaning)),
);

const pageType = is.oneOf(['X', 'Y', 'none']);

const event = is.object({
  violation: is.oneOf(detectedViolations),
  timeMs: is.positive('Time since the start of the race, in milliseconds.'),
  worker: is.count('Number of the worker that saw it.'),
  role: is.text('Role of the worker.'),
  page: is.whole('Index in the page array.'),
  heldGeneration: is.whole(
    'Generation in which the worker took its reference. For an allocation: the free generation that it claimed.',
  ),
  generation: is.whole('Generation of the page when the violation was seen. Even: the page was free.'),
  believedType: is.described(pageType, 'Type that the worker acted on.'),
  type: is.described(pageType, 'Type of the page when the violation was seen.'),
  word: is.text('Count word when the event was kept, as hexadecimal.'),
  assertion: is.optional(
    is.object(is.assertion, 'What broke, where that is an assertion. Then page is -1, and the rest of no page.'),
  ),
});
/** A violation as a worker saw it. */
export interface RaceEvent extends is.Infer<typeof event> {}

const worker = is.object({
  worker: is.count('Number of the worker.'),
  role: is.text(),
  state: is.text('"finished", or how far the worker had come when the run was given up.'),
  durationMs: is.positive('Time that the worker ran, in milliseconds.'),
  operations: is.count('Calls of the protocol.'),
  cpu: is.optional(is.count('Number of the CPU that the worker was pinned to. Absent: not pinned.')),
  error: is.optional(is.text('What the worker died of. Absent: it did not die.')),
  trap: is.optional(is.text('What the protocol divided without a result, such as "divide by zero". Absent: nothing.')),
});
export interface RaceWorker extends is.Infer<typeof worker> {}

const conservation = is.object({
  checked: is.flag('Whether the final audit was made. Not when a worker did not come back: it may hold references.'),
  livePages: is.whole('Pages in the index.'),
  freePages: is.whole('Pages in the allocator.'),
  lostPages: is.whole('Pages in neither.'),
  problems: is.list(is.text(), 'The first few things that do not add up.'),
});
export type Conservation = is.Infer<typeof conservation>;

const raceResult = is.object({
  ...is.head('reftorture/race@1'),
  config: is.described(configSchema(raceOptions), 'What was run.'),
  environment: is.environment,
  durationMs: is.positive('Time of the longest worker, in milliseconds.'),
  totals: is.described(totals, 'What all workers did, and near misses.'),
  violations: is.described(violationsFound, 'How often each violation was seen.'),
  firstViolationMs: is.orNull(
    is.positive(),
    'Time from the start of the race to the first violation, in milliseconds. Null: a detector saw none.',
  ),
  events: is.list(event, 'The first violations that each worker saw, in the order of their times.'),
  workers: is.list(worker, 'What each worker did.'),
  conservation: is.described(conservation, 'Final audit of the race: do the pages and their counts add up?'),
  verdict: is.verdict,
  interrupted: is.interrupted,
  notes: is.list(is.text(), 'Why the race is inconclusive, or what a reader should know besides.'),
});
export interface RaceResult extends is.Infer<typeof raceResult> {}

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

export const raceSchema: is.SchemaOf<RaceResult> = is.titled(
  is.consistent(raceResult, contradictionIn),
  'Race',
  'What worker threads did to a page array in one run, and what went wrong. Written by race.',
);

export const raceSetSchema = is.file(
  'reftorture/race-set@1',
  'Set of races',
  'Several races. Written by race for several protocols, scenarios, engines or stalls, and by results --merge.',
  {
    runs: is.list(raceSchema, 'One for each run, in the order in which they ran.'),
  },
);
