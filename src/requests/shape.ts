// Checks the shape of a program's request: a caller in JavaScript has no compiler to do that. Ranges and names are checked
// where a request is resolved, for the command line as well.

import * as v from 'valibot';
import { TIERS } from '../engines/tier.js';
import { ENGINES } from '../front-end/sources.js';
import { PIN_ORDERS } from '../machine/pin-order.js';
import { MEMORY_MODELS } from '../memory-facts.js';
import { REUSES, STALL_KINDS, type Stall } from '../results/race-result.js';
import { RECLAIMS, SECTIONS } from '../scenarios/reclaim.js';
import { UsageError, unknownName } from '../usage-error.js';
import { properties } from '../violations/table.js';
import type { CheckRequest } from './check-request.js';
import type { CheckOptions, RaceOptions, ScaleOptions } from './options.js';
import { LONGEST_SLEEP_US, LONGEST_SPIN, type RaceRequest } from './race-request.js';
import type { ScaleRequest } from './scale-request.js';

/** One schema for each key: a key that a type gains does not compile until it has one. */
type EntriesOf<T> = { readonly [Key in keyof T]-?: v.GenericSchema<unknown, Exclude<T[Key], undefined>> };

// The messages of these two are whole sentences; those of other schemas say what was expected.

function keysOf<Entries extends v.ObjectEntries>(what: string, entries: Entries) {
  const items = Object.keys(entries).map((name) => ({ name }));
  return v.strictObject(entries, ({ input, expected }) => {
    if (expected === 'never') return unknownName(`key of ${what}`, items, String(input)).message;
    if (input === undefined && expected !== 'Object') return `${what} must have the key ${expected}`;
    return `${what} must be an object, not ${shown(input)}`;
  });
}

function someOf<T>(what: string, entries: EntriesOf<T>) {
  return v.partial(keysOf(what, entries));
}

function oneOf<const Name extends string>(kind: string, names: readonly Name[]): v.GenericSchema<unknown, Name> {
  const items = names.map((name) => ({ name }));
  return v.picklist(names, ({ input }) =>
    typeof input === 'string'
      ? unknownName(kind, items, input).message
      : `${kind} must be one of ${names.join(', ')}, not ${shown(input)}`,
  );
}

const dtor = oneOf('dtor', ['captured', 'looked-up']);
const descriptorOptions = { reclaim: oneOf('reclaim', RECLAIMS), section: oneOf('section', SECTIONS) };

const stallKeys = keysOf('stall', {
  kind: oneOf('stall kind', STALL_KINDS),
  amount: v.pipe(v.number(), v.integer('a whole number'), v.minValue(0, '0 or more')),
  probability: v.pipe(v.number(), v.minValue(0, 'from 0 to 1'), v.maxValue(1, 'from 0 to 1')),
});
const noStall = v.pipe(
  v.partial(stallKeys, ['amount', 'probability']),
  v.transform((): { readonly kind: 'none' } => ({ kind: 'none' })),
);
const someStall: v.GenericSchema<unknown, Stall> = v.pipe(
  stallKeys,
  v.forward(
    v.check(
      ({ kind, amount }) => (kind !== 'spin' && kind !== 'noise') || amount <= LONGEST_SPIN,
      `${LONGEST_SPIN} rounds of a spin or of noise at most`,
    ),
    ['amount'],
  ),
  v.forward(
    v.check(
      ({ kind, amount }) => kind !== 'sleep' || (amount > 0 && amount <= LONGEST_SLEEP_US),
      `from 1 to ${LONGEST_SLEEP_US} microseconds of a sleep`,
    ),
    ['amount'],
  ),
);

const stall: v.GenericSchema<unknown, NonNullable<RaceRequest['stall']>> = v.lazy((input) =>
  (input as { kind?: unknown } | null)?.kind === 'none' ? noStall : someStall,
);

const raceRequest = someOf<RaceRequest>('a race request', {
  protocol: v.string(),
  scenario: v.string(),
  engine: oneOf('engine', ENGINES),
  compiler: v.string(), // of a result's configuration: the machine's own counts
  tier: oneOf('tier', TIERS),
  threads: v.number(),
  pages: v.number(),
  pageBytes: v.number(),
  slots: v.number(),
  durationMs: v.number(),
  stall,
  dtor,
  recheck: v.boolean(),
  reuse: oneOf('reuse', REUSES),
  ...descriptorOptions,
  seed: v.number(),
  pin: v.boolean(),
  stopOnViolation: v.boolean(),
});

const checkRequest = someOf<CheckRequest>('a check request', {
  protocol: v.string(),
  scenario: v.string(),
  threads: v.number(),
  roles: v.pipe(v.array(v.string()), v.minLength(1, 'one role or more')),
  rounds: v.number(),
  pages: v.number(),
  slots: v.number(),
  dtor,
  recheck: v.boolean(),
  unmap: oneOf('unmap', ['before-put', 'after-put']),
  memory: oneOf('memory model', MEMORY_MODELS),
  width: v.number(),
  resetAfter: v.nullable(v.number()),
  ...descriptorOptions,
});

const scaleRequest = someOf<ScaleRequest>('a scale request', {
  protocols: v.array(v.string()),
  workloads: v.array(v.string()),
  engines: v.array(oneOf('engine', ENGINES)),
  native: v.boolean(),
  compiler: v.string(),
  tier: oneOf('tier', TIERS),
  threads: v.array(v.number()),
  durationMs: v.number(),
  trials: v.number(),
  pages: v.number(),
  pin: v.boolean(),
  pinOrder: oneOf('pin order', PIN_ORDERS),
  seed: v.number(),
});

const running = {
  // By what it can do: a test environment may bring an AbortSignal of its own.
  signal: v.custom<AbortSignal>(
    (value) => typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value,
    'an AbortSignal',
  ),
  onProgress: v.custom<() => void>((value) => typeof value === 'function', 'a function'),
};

const raceOptions = someOf<RaceOptions>('options of race', running);
const scaleOptions = someOf<ScaleOptions>('options of scale', running);
const checkOptions = someOf<CheckOptions>('options of check', {
  ...running,
  properties: v.pipe(v.array(oneOf('property', properties)), v.minLength(1, 'one property or more')),
  maxStates: v.pipe(v.number(), v.minValue(1, '1 or more')),
  maxMemoryBytes: v.pipe(v.number(), v.minValue(1, '1 or more')),
  reductions: keysOf('reductions', {
    symmetry: v.exactOptional(v.boolean()),
    partialOrder: v.exactOptional(v.boolean()),
  }),
  jobs: v.pipe(v.number(), v.integer('a whole number'), v.minValue(1, '1 or more')),
});

const SCHEMAS = {
  race: [raceRequest, raceOptions],
  check: [checkRequest, checkOptions],
  scale: [scaleRequest, scaleOptions],
} as const;

/** @throws UsageError for a key that `command` does not have, or a value that its key cannot have. */
export function vetRequest(command: keyof typeof SCHEMAS, request: unknown, options: unknown): void {
  const [requestSchema, optionsSchema] = SCHEMAS[command];
  vet(`a ${command} request`, requestSchema, request);
  vet(`options of ${command}`, optionsSchema, options);
}

function vet(what: string, schema: v.GenericSchema, value: unknown): void {
  // An array without items would pass: it has no unknown key.
  if (Array.isArray(value)) throw new UsageError(`${what} must be an object, not an array`);
  const { issues = [] } = v.safeParse(schema, value);
  // An unknown key first: where one is misspelt, the one that was meant may be missing.
  const issue = issues.find(({ type, expected }) => type === 'strict_object' && expected === 'never') ?? issues[0];
  if (issue) throw new UsageError(complaint(issue));
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  array: 'an array',
};

function complaint(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' || issue.type === 'picklist') return issue.message;
  const value = issue.path?.at(-1)?.value; // a check of several keys has them all as its input
  return `${v.getDotPath(issue)} must be ${EXPECTED[issue.type] ?? issue.message}, not ${shown(value)}`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
