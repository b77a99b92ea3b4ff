// The shape of a witness, as read from a file.

import * as v from 'valibot';
import { properties } from '../../violations/table.js';
import type { Witness, WitnessNote, WitnessStep } from '../check-result.js';
import { assertion, count, described, type SchemaOf, text, whole } from './parts.js';

export const property = v.picklist(properties);

const generation = described(
  whole,
  'Generation of the page. It goes up by 1 at each allocation and free, so it is even while the page is free.',
);

const note: SchemaOf<WitnessNote> = v.variant('kind', [
  described(
    v.object({
      kind: v.literal('trap'),
      function: described(text, 'Name of the function that divides.'),
      message: described(text, 'What is wrong, such as "divide by zero".'),
      source: described(text, 'Name and line of the source file, such as mine.ts:7.'),
    }),
    'A division has no result, and the thread stops.',
  ),
  described(
    v.object({ kind: v.literal('assertion'), ...assertion }),
    'A condition that the sources state did not hold.',
  ),
  described(
    v.object({ kind: v.literal('holds'), page: described(whole, 'Index in the page array.'), generation }),
    'The thread goes on with a reference that, as it believes, counts on this generation of the page.',
  ),
  described(
    v.object({
      kind: v.literal('freedUnderHolder'),
      page: described(whole, 'Index in the page array.'),
      generation: described(whole, 'Generation of the page that ends here.'),
      holders: described(count, 'How many counted references on the page somebody still held.'),
    }),
    'The page returned to the allocator while somebody held it: a use after free, which the checker tells from its own count of the holders. No detector of a race sees it there.',
  ),
  described(
    v.object({
      kind: v.literal('touchedFreed'),
      page: described(whole, 'Index in the page array.'),
      generation,
    }),
    'The access touched the count word of a descriptor whose memory was free for anything. The checker sees it at once; a race may see it later, or not at all.',
  ),
  described(
    v.object({
      kind: v.literal('violation'),
      property,
      page: described(whole, 'Index in the page array. -1: no page in particular.'),
      heldGeneration: described(whole, 'Generation that the thread acted on.'),
      believedType: described(whole, 'Type that the thread acted on: 0 for none, 1 for X, 2 for Y.'),
      generation,
      type: described(whole, 'Type of the page: 0 for none, 1 for X, 2 for Y.'),
      word: described(whole, 'Count word of the page.'),
    }),
    'A detector saw a violation.',
  ),
]);

const order = v.picklist(['relaxed', 'acquire', 'release', 'full']);

const step: SchemaOf<WitnessStep> = v.object({
  thread: described(count, "Index into the configuration's roles."),
  operation: described(
    text,
    'The atomic access, or "choose"; "begin" for the first step of a thread that looks at memory before its first access.',
  ),
  location: described(text, 'Name of the shared word. Empty for a choice or a beginning.'),
  before: described(
    whole,
    'Value of the word before. For a slot: index of the page in it, -1 for none, -2 minus the index while it is locked. For a choice: the number of outcomes.',
  ),
  after: described(whole, 'Value of the word after. For a slot: as before. For a choice: the outcome.'),
  newer: v.exactOptional(
    described(count, 'How many newer writes to the word there were. Absent when the access found the newest.'),
  ),
  newest: v.exactOptional(described(whole, 'The value of the newest of them.')),
  from: v.exactOptional(
    described(
      count,
      'Under lkmm: index in `steps` of the step whose write the access found. Absent where it found the initial value, or reads nothing.',
    ),
  ),
  source: described(text, 'Source file and line, as in v4.ts:31.'),
  code: described(text, 'What stood in that line when it was checked, without its indentation.'),
  path: described(v.pipe(v.array(text), v.maxLength(100)), 'Functions that the thread is in, from its role inwards.'),
  half: described(v.picklist([0, 1, 2]), 'Step 1 or 2 of a two-step put. 0: neither.'),
  notes: described(v.pipe(v.array(note), v.maxLength(100)), 'What the detectors saw with this step.'),
});

export const witness: SchemaOf<Witness> = v.object({
  property: described(property, 'What is violated.'),
  steps: described(
    v.pipe(v.array(step), v.minLength(1), v.maxLength(10_000)),
    'Every atomic access and choice, in the order in which they happen.',
  ),
  countAccesses: described(count, 'Number of steps that touch a reference count word.'),
  switches: described(count, 'Number of changes from one thread to another.'),
  digest: described(text, 'Digest of the sources and of the configuration that the schedule belongs to.'),
  schedule: described(text, 'The schedule in short: a letter for each thread, with the number of its steps in a row.'),
  token: described(text, 'Configuration, digest and schedule in one word, which replay takes.'),
  missing: v.exactOptional(
    described(
      v.array(
        v.object({
          step: described(count, 'Index in `steps`: of the first access at its place in the source.'),
          asked: described(order, 'The order that the source asks for.'),
          enough: described(order, 'The weakest order that would do.'),
        }),
      ),
      'Under lkmm: accesses any one of which, were it stronger, would make the memory model forbid this execution.',
    ),
  ),
});
