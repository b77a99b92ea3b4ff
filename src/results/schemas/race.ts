// The shape of a race's result, as read from a file.

import * as v from 'valibot';
import { ENGINES } from '../../engines/sources.js';
import { TIERS } from '../../engines/tier.js';
import { detectedViolations, type Violation, violations } from '../../violations/table.js';
import type { RaceConfig, RaceEvent, RaceResult, RaceTotals, RaceViolations } from '../race-result.js';
import { count, destructorPolicy, environment, positive, type SchemaOf, text, verdict, whole } from './parts.js';

const config: SchemaOf<RaceConfig> = v.object({
  protocol: text,
  scenario: text,
  engine: v.picklist(ENGINES),
  tier: v.picklist(TIERS),
  threads: count,
  pages: count,
  pageBytes: count,
  slots: count,
  durationMs: positive,
  stall: v.object({
    kind: v.picklist(['none', 'spin', 'yield', 'sleep']),
    amount: positive,
    probability: v.pipe(positive, v.maxValue(1)),
  }),
  dtor: destructorPolicy,
  recheck: v.boolean(),
  seed: count,
  pin: v.boolean(),
  stopOnViolation: v.boolean(),
});

const totals: SchemaOf<RaceTotals> = v.object({
  operations: count,
  rounds: count,
  allocs: count,
  frees: count,
  tryGets: count,
  failedGets: count,
  gets: count,
  puts: count,
  freezes: count,
  failedRechecks: count,
  emptyAllocs: count,
  resurrections: count,
  abortedFrees: count,
  casRetries: count,
  stalls: count,
});

type FlatViolation = Exclude<Violation, `typeConfusion${string}`>;
const flat = violations.filter((name): name is FlatViolation => !name.startsWith('typeConfusion'));

const violationsSeen: SchemaOf<RaceViolations> = v.object({
  typeConfusion: v.object({ stolenFree: count, staleGet: count }),
  ...(Object.fromEntries(flat.map((name) => [name, count])) as Record<FlatViolation, typeof count>),
});

const pageType = v.picklist(['X', 'Y', 'none']);

const event: SchemaOf<RaceEvent> = v.object({
  violation: v.picklist(detectedViolations),
  timeMs: positive,
  worker: count,
  role: text,
  page: whole,
  heldGeneration: whole,
  generation: whole,
  believedType: pageType,
  type: pageType,
  word: text,
});

export const raceSchema = v.object({
  schema: v.literal('reftorture/race@1'),
  config,
  environment,
  durationMs: positive,
  totals,
  violations: violationsSeen,
  firstViolationMs: v.nullable(positive),
  events: v.array(event),
  workers: v.array(
    v.object({
      worker: count,
      role: text,
      state: text,
      durationMs: positive,
      operations: count,
      cpu: v.exactOptional(count),
      error: v.exactOptional(text),
    }),
  ),
  conservation: v.object({
    checked: v.boolean(),
    livePages: whole,
    freePages: whole,
    lostPages: whole,
    problems: v.array(text),
  }),
  verdict,
  interrupted: v.boolean(),
  notes: v.array(text),
}) satisfies SchemaOf<RaceResult>;

/** Several runs of one command, in the order in which they ran. */
export const raceSetSchema = v.object({
  schema: v.literal('reftorture/race-set@1'),
  runs: v.array(raceSchema),
});
