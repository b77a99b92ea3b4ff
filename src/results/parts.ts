// Parts of the schemas of results: texts and numbers, the head of a file, and keys that several kinds have in common.

import * as v from 'valibot';
import { ENGINES } from '../front-end/sources.js';
import type { Environment } from '../machine/environment.js';
import { raceOptions } from '../options/race-options.js';
import { protocol, scenario } from '../options/shared.js';
import type { Estimate } from '../statistics/estimate.js';
import { properties } from '../violations/table.js';
import { LONGEST_TEXT, UNPRINTABLE } from './text-limits.js';

/** A schema whose values are exactly a T: of types that a lower room has, the compiler holds it against those. */
export type SchemaOf<T> = v.GenericSchema<unknown, T>;

/** The type that `Schema` describes, read-only throughout. */
export type Infer<Schema extends v.GenericSchema> = ReadonlyDeep<v.InferOutput<Schema>>;

type ReadonlyDeep<T> = T extends object ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> } : T;

/** Returns `schema` with the meaning of its values and their unit, which go into the JSON Schema. */
export function described<const Schema extends v.GenericSchema>(
  schema: Schema,
  meaning: string,
): SchemaOf<v.InferOutput<Schema>> {
  return v.pipe(schema, v.description(meaning)) as SchemaOf<v.InferOutput<Schema>>;
}

/** Returns a function that returns `schema`, described where there is something to say. */
function plain<In, Out>(schema: v.GenericSchema<In, Out>): (meaning?: string) => v.GenericSchema<In, Out> {
  return (meaning) => (meaning === undefined ? schema : v.pipe(schema, v.description(meaning)));
}

/** Text that a result may carry: names, reasons, versions. */
export const text = plain(
  v.pipe(
    v.string(),
    v.maxLength(LONGEST_TEXT),
    v.check((value) => !UNPRINTABLE.test(value), 'has control characters'),
  ),
);
/** Finite: JSON has no infinity, but 1e999 reads as one. */
const finite = v.pipe(v.number(), v.finite());
export const number = plain(finite);
export const whole = plain(v.pipe(v.number(), v.safeInteger()));
export const count = plain(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
/** Times, rates and shares. */
export const positive = plain(v.pipe(finite, v.minValue(0)));
export const flag = plain(v.boolean());

export function object<const Entries extends v.ObjectEntries>(
  entries: Entries,
  meaning?: string,
): v.ObjectSchema<Entries, undefined> {
  const schema = v.object(entries);
  return meaning === undefined ? schema : (described(schema, meaning) as never);
}

export function list<const Item extends v.GenericSchema>(
  item: Item,
  meaning?: string,
): SchemaOf<v.InferOutput<Item>[]> {
  return plain(v.array(item) as SchemaOf<v.InferOutput<Item>[]>)(meaning);
}

export function orNull<const Schema extends v.GenericSchema>(
  schema: Schema,
  meaning?: string,
): SchemaOf<v.InferOutput<Schema> | null> {
  return plain(v.nullable(schema) as SchemaOf<v.InferOutput<Schema> | null>)(meaning);
}

export function oneOf<const Name extends string | number>(names: readonly Name[], meaning?: string): SchemaOf<Name> {
  return plain(v.picklist(names) as SchemaOf<Name>)(meaning);
}

/** A key that may be absent. */
export const optional = v.exactOptional;

/** Returns `schema` without the values in which `contradictionIn` finds a contradiction, which it words. */
export function consistent<const Schema extends v.GenericSchema>(
  schema: Schema,
  contradictionIn: (value: Infer<Schema>) => string | undefined,
): SchemaOf<Infer<Schema>> {
  return v.pipe(
    schema as SchemaOf<Infer<Schema>>,
    v.check(
      (value) => contradictionIn(value) === undefined,
      ({ input }) => contradictionIn(input) ?? '',
    ),
  );
}

/** Returns the schema of a whole file, with the title and description that its JSON Schema begins with. */
export function titled<T>(schema: SchemaOf<T>, title: string, meaning: string): SchemaOf<ReadonlyDeep<T>> {
  return v.pipe(schema, v.title(title), v.description(meaning)) as SchemaOf<ReadonlyDeep<T>>;
}

/** As `Date.toISOString()` has it. */
const timestamp = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/));

/** Returns the keys at the head of a file: its kind, and its origin. */
export function head<const Name extends `reftorture/${string}@${number}`>(name: Name) {
  return {
    schema: described(v.literal(name), 'What this file is, with the version of its schema.'),
    madeAt: v.exactOptional(
      described(
        timestamp,
        'When it was made: UTC, as ISO 8601 has it. Absent in a result inside of another, whose head says it.',
      ),
    ),
    commandLine: v.exactOptional(
      described(
        v.nullable(v.array(text())),
        'The command line that made it, word by word as it was typed. Null: a program did, through the library. Absent in a result inside of another.',
      ),
    ),
  };
}

/** Returns the schema of a whole file: `name`, then the title and description that its JSON Schema begins with. */
export function file<const Name extends `reftorture/${string}@${number}`, const Entries extends v.ObjectEntries>(
  name: Name,
  title: string,
  meaning: string,
  entries: Entries,
): SchemaOf<ReadonlyDeep<InObject<ReturnType<typeof head<Name>>> & InObject<Entries>>> {
  const schema = v.object({ ...head(name), ...entries });
  return titled(schema as never, title, meaning);
}

type InObject<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>;

export const verdict = oneOf(
  ['clean', 'violated', 'inconclusive'],
  'violated: something was seen that must not happen. inconclusive: nothing was executed, a worker died, hung or missed a deadline, or a limit was hit before everything was explored. clean: neither.',
);

export const protocolName = text(protocol.meaning ?? '');
export const scenarioName = text(scenario.meaning ?? '');

export const interrupted = flag(
  'Whether the command was interrupted. The result then covers what was done until then.',
);

export const environment: SchemaOf<Environment> = described(
  v.object({
    cpuModel: text('Model of the CPU, as the system names it.'),
    arch: v.exactOptional(
      text('Architecture of the CPU in the words of Node, such as x64 or arm64. Absent: a browser does not say.'),
    ),
    cpus: count('Number of CPUs that the process may use.'),
    threadsPerCore: orNull(count(), 'Hardware threads per core. Null: the system does not say.'),
    cpuQuota: orNull(positive(), 'CPU time that the container grants, in CPUs. Null: unlimited or unknown.'),
    kernel: text('Name and release of the operating system.'),
    governor: orNull(
      text(),
      'Frequency governor of the first CPU. Null: the system does not say, as in most virtual machines.',
    ),
    node: v.exactOptional(text('Version of Node. Absent: a browser ran it.')),
    v8: v.exactOptional(text('Version of V8. Absent: a browser ran it and does not say, or has another engine.')),
    browser: v.exactOptional(text('Name and version of the browser that ran it. Absent: Node did.')),
    reftorture: text('Version of reftorture.'),
  }),
  'Where the result comes from: machine and software.',
);

/** Keys of a broken assertion. */
export const assertion = {
  number: count('Number that the call of assert() has.'),
  source: text('Name and line of the source file, such as mine.ts:7. All places where several have the number.'),
  condition: text('The condition as it is written there.'),
};

export const property = v.picklist(properties);

export const engine = oneOf(ENGINES, raceOptions.engine.meaning ?? '');

export const estimate: SchemaOf<Estimate> = v.object({
  median: positive(),
  low: positive('Lower end of the interval of 95 %.'),
  high: positive('Upper end of the interval of 95 %.'),
});

export const oversubscribed = flag(
  'Whether there are more threads than CPUs. The scheduler is then part of what was measured.',
);
