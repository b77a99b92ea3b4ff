// Schemas of configurations, made from the tables of options.

import * as v from 'valibot';
import type { AnyOption, ConfigOf, Table } from '../options/option.js';
import { STALL_KINDS } from '../options/stall.js';
import type { AnyValue } from '../options/value.js';
import { count, described, flag, positive, type SchemaOf, text } from './parts.js';

/** Of a list of names: a limit keeps a hostile file from filling a page. */
const MOST_ITEMS = 1024;

const stall = v.object({
  kind: v.picklist(STALL_KINDS),
  amount: positive('Rounds of a spin, microseconds of a sleep, or rounds of the longest interruption.'),
  probability: described(
    v.pipe(positive(), v.maxValue(1)),
    'Share of the windows that stall, or of the accesses that are interrupted, from 0 to 1.',
  ),
});

function schemaOf(value: AnyValue): v.GenericSchema {
  switch (value.kind) {
    case 'text':
      return text();
    case 'switch':
      return flag();
    case 'name':
      return v.picklist(value.names);
    case 'whole': {
      const within = typeof value.most === 'number' ? v.pipe(count(), v.maxValue(value.most)) : count();
      return value.orNull ? v.nullable(within) : within;
    }
    case 'number':
    case 'budget':
      return count();
    case 'time':
    case 'share':
      return positive();
    case 'stall':
      return stall;
    case 'list':
      return v.pipe(v.array(schemaOf(value.of)), v.minLength(1), v.maxLength(MOST_ITEMS));
  }
}

/** Returns the schema of the values of one option. */
export function optionSchema({ value, meaning = '' }: AnyOption): v.GenericSchema {
  return described(schemaOf(value), meaning);
}

/** Returns the schema of the configurations that `table` describes. */
export function configSchema<T extends Table>(table: T): SchemaOf<ConfigOf<T>> {
  const entries: v.ObjectEntries = {};
  for (const [key, option] of Object.entries(table)) {
    if (option.in === 'config') entries[key] = optionSchema(option);
    if (option.in === 'config?') entries[key] = v.exactOptional(optionSchema(option));
  }
  return v.object(entries) as unknown as SchemaOf<ConfigOf<T>>;
}
