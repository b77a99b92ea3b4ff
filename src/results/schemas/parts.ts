// What the schemas of all results are made of.

import * as v from 'valibot';
import type { Environment } from '../../machine/environment.js';

/** A schema whose values are exactly a T: the compiler holds it against the type that the producer fills in. */
export type SchemaOf<T> = v.GenericSchema<unknown, T>;

/**
 * Control characters drive terminals, and marks of writing direction hide what a line says. No result has either. The
 * ranges are those of the characters that a result may have.
 */
export const UNPRINTABLE = /[^\t\n\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\uffff]/;

/** Text that a result may carry: names, reasons, versions. The limit keeps a hostile file from filling a page. */
export const text = v.pipe(
  v.string(),
  v.maxLength(10_000),
  v.check((value) => !UNPRINTABLE.test(value), 'has control characters'),
);

/** Finite: JSON has no infinity, but 1e999 reads as one. */
export const number = v.pipe(v.number(), v.finite());
export const whole = v.pipe(v.number(), v.safeInteger());
export const count = v.pipe(whole, v.minValue(0));
/** Times, rates and shares. */
export const positive = v.pipe(number, v.minValue(0));

export const verdict = v.picklist(['clean', 'violated', 'inconclusive']);
export const destructorPolicy = v.picklist(['captured', 'looked-up']);

export const environment: SchemaOf<Environment> = v.object({
  cpuModel: text,
  cpus: count,
  threadsPerCore: v.nullable(count),
  cpuQuota: v.nullable(positive),
  kernel: text,
  governor: v.nullable(text),
  node: text,
  v8: text,
  reftorture: text,
});
