// Lists of protocols, scenarios and workloads, as `list --json` prints them: their schema and type.

import * as v from 'valibot';
import { overflowRules } from '../protocols/overflow.js';
import { violations } from '../violations/table.js';
import { count, described, head, type Infer, positive, type SchemaOf, text, titled } from './parts.js';

const shows = v.array(v.picklist(violations));

const demonstration = v.object({
  scenario: text,
  shows: described(shows, 'Everything that a check of this scenario finds violated.'),
  width: v.exactOptional(described(count, 'Bits of the count word to check with. Absent: 32.')),
  rounds: v.exactOptional(described(count, 'Lives that each role has to play. Absent: 1.')),
  stall: v.exactOptional(
    described(
      v.object({
        rounds: described(count, 'Length, in rounds of a spin.'),
        probability: described(positive, 'Share of the windows that stall, from 0 to 1.'),
      }),
      'Stall with which a race shows it. Absent: 1000 rounds in half of all windows.',
    ),
  ),
  outOfReach: v.exactOptional(
    described(text, 'Why real threads cannot be expected to show it within seconds. Absent: they can.'),
  ),
});

const overflow = v.object({
  fewestThreads: described(
    v.picklist(overflowRules),
    'The fewest threads, all inside tryGet at once, whose failed gets carry into the bit that marks a page dead, on a count word of W bits.',
  ),
  at32Bits: described(v.nullable(count), 'The same for the word of 32 bits. Null: no number of threads is enough.'),
});

const protocol = v.object({
  name: text,
  description: text,
  file: described(text, 'File name in src/protocols.'),
  source: described(text, 'Where the protocol comes from.'),
  sound: described(v.boolean(), 'Whether it keeps every property, as long as its count does not overflow.'),
  shows: described(shows, 'Everything that it violates in any scenario, as long as its count does not overflow.'),
  mistypes: v.exactOptional(
    described(shows, 'The type confusions that it shows even under the looked-up destructor policy. Absent: none.'),
  ),
  overflow: described(overflow, 'When its count overflows.'),
  resets: described(
    v.boolean(),
    'Whether it takes failed gets back from a number on that check --reset-after chooses.',
  ),
  perThreadWords: v.exactOptional(described(count, 'The words that each worker has for a page. Absent: none.')),
  mutant: described(v.boolean(), 'Whether it was broken on purpose, to test the detectors.'),
  demonstration: v.exactOptional(
    described(demonstration, 'Where a violation shows most plainly. Absent for a sound protocol.'),
  ),
});

const scenario = v.object({
  name: text,
  description: text,
  minThreads: described(count, 'Smallest number of threads.'),
  pages: described(count, 'Number of pages unless told otherwise.'),
  slots: described(count, 'Number of index slots unless told otherwise.'),
  finds: described(v.array(text), 'The protocols that a check of it finds violated unless told otherwise.'),
});

const workload = v.object({
  name: text,
  description: text,
  operation: described(text, 'What one operation is, where operations per second are given.'),
});

const listResult = v.object({
  ...head('reftorture/list@1'),
  protocols: described(v.array(protocol), 'The protocols of the registry.'),
  scenarios: described(v.array(scenario), 'Who does what on which pages, for race, check and replay.'),
  workloads: described(v.array(workload), 'What scale measures.'),
});
export interface ListResult extends Infer<typeof listResult> {}

export const listSchema: SchemaOf<ListResult> = titled(
  listResult,
  'List',
  'The protocols, scenarios and workloads that come with reftorture. Made by list.',
);
