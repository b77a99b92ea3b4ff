// The shape of a race's result, as read from a file.

import * as v from 'valibot';
import { TIERS } from '../../engines/tier.js';
import { ENGINES } from '../../front-end/sources.js';
import { detectedViolations, violationTable } from '../../violations/table.js';
import {
  byName,
  type Conservation,
  contradictionIn,
  type RaceConfig,
  type RaceEvent,
  type RaceResult,
  type RaceTotals,
  type RaceViolations,
  type RaceWorker,
  REUSES,
  STALL_KINDS,
} from '../race-result.js';
import {
  assertion,
  consistent,
  count,
  described,
  descriptorOptions,
  destructorPolicy,
  environment,
  head,
  interrupted,
  positive,
  protocolName,
  recheck,
  type SchemaOf,
  scenarioName,
  text,
  titled,
  verdict,
  whole,
} from './parts.js';

export const engine = described(
  v.picklist(ENGINES),
  'What the protocol was compiled to. wasm: WebAssembly. js: JavaScript over Atomics. native: C11, by the C compiler of the machine.',
);

export const compiler = v.exactOptional(
  described(text, 'What the C compiler says of its version. Absent where the native engine takes no part.'),
);

export const tier = v.exactOptional(
  described(
    v.picklist(TIERS),
    "V8's compiler for the wasm engine: baseline is Liftoff, optimised is TurboFan. On x64 only the baseline has an atomic add. Absent: a browser ran it, which chooses by itself.",
  ),
);

const config: SchemaOf<RaceConfig> = v.object({
  protocol: protocolName,
  scenario: scenarioName,
  engine,
  compiler,
  tier,
  threads: described(count, 'Number of worker threads.'),
  pages: described(count, 'Number of pages.'),
  pageBytes: described(count, 'Distance from one page to the next in memory, in bytes.'),
  slots: described(count, 'Number of index slots, a power of two.'),
  durationMs: described(positive, 'Time to run, in milliseconds.'),
  stall: described(
    v.object({
      kind: v.picklist(STALL_KINDS),
      amount: described(positive, 'Rounds of a spin, microseconds of a sleep, or rounds of the longest interruption.'),
      probability: described(
        v.pipe(positive, v.maxValue(1)),
        'Share of the windows that stall, or of the accesses that are interrupted, from 0 to 1.',
      ),
    }),
    'How workers are held up: between steps 1 and 2 of a put, or by noise before any access.',
  ),
  dtor: destructorPolicy,
  recheck,
  reuse: v.exactOptional(
    described(
      v.picklist(REUSES),
      'hot: a worker takes the page first that it freed last. cold: all others come before it. Absent in results of 0.2: hot.',
    ),
  ),
  ...descriptorOptions,
  seed: described(count, 'Seed of every random choice.'),
  pin: described(v.boolean(), 'Whether each worker is pinned to a CPU.'),
  stopOnViolation: described(v.boolean(), 'Whether the race ends at its first violation.'),
});

const totals: SchemaOf<RaceTotals> = v.object({
  operations: described(count, 'Calls of the protocol: tryGets, gets, puts, initialisations, freezes and unfreezes.'),
  rounds: described(count, "Rounds of the roles' loops."),
  allocs: described(count, 'Pages allocated.'),
  frees: described(count, 'Pages freed: generations that ended.'),
  destructorsX: v.exactOptional(
    described(
      count,
      'Runs of the destructor of type X. With those of type Y as many as pages freed, unless pages were destroyed twice. Absent in files of earlier releases.',
    ),
  ),
  destructorsY: v.exactOptional(
    described(count, 'Runs of the destructor of type Y. Absent in files of earlier releases.'),
  ),
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

const violationsSeen: SchemaOf<RaceViolations> = v.object(
  byName((violation) => described(count, violationTable[violation].meaning)),
);

const pageType = v.picklist(['X', 'Y', 'none']);

const event: SchemaOf<RaceEvent> = v.object({
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

const worker: SchemaOf<RaceWorker> = v.object({
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

const conservation: SchemaOf<Conservation> = v.object({
  checked: described(
    v.boolean(),
    'Whether stock was taken. Not when a worker did not come back: it may hold references.',
  ),
  livePages: described(whole, 'Pages in the index.'),
  freePages: described(whole, 'Pages in the allocator.'),
  lostPages: described(whole, 'Pages in neither.'),
  problems: described(v.array(text), 'The first few things that do not add up.'),
});

const raceObject: SchemaOf<RaceResult> = v.object({
  ...head('reftorture/race@1'),
  config: described(config, 'What was run.'),
  environment,
  durationMs: described(positive, 'Time of the longest worker, in milliseconds.'),
  totals: described(totals, 'What all workers did, and near misses.'),
  violations: described(violationsSeen, 'How often each violation was seen.'),
  firstViolationMs: described(
    v.nullable(positive),
    'Time from the start of the race to the first violation, in milliseconds. Null: a detector saw none.',
  ),
  events: described(v.array(event), 'The first violations that each worker saw, in the order of their times.'),
  workers: described(v.array(worker), 'What each worker did.'),
  conservation: described(conservation, 'Stock taken after the race: do the pages and their counts add up?'),
  verdict,
  interrupted,
  notes: described(v.array(text), 'Why the race is inconclusive, or what a reader should know besides.'),
});

export const raceSchema = titled(
  v.pipe(raceObject, consistent(contradictionIn)),
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
