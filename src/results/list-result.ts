// Lists of protocols, scenarios and workloads, as `list --json` prints them: their schema and type.

import { overflowRules } from '../protocols/overflow.js';
import { violations } from '../violations/table.js';
import * as is from './parts.js';

const shows = is.list(is.oneOf(violations));

const demonstration = is.object({
  scenario: is.text(),
  shows: is.described(shows, 'Everything that a check of this scenario finds violated.'),
  width: is.optional(is.count('Bits of the count word to check with. Absent: 32.')),
  rounds: is.optional(is.count('Lives that each role has to play. Absent: 1.')),
  outOfReach: is.optional(is.text('Why real threads cannot be expected to show it within seconds. Absent: they can.')),
});

const overflow = is.object({
  fewestThreads: is.oneOf(
    overflowRules,
    'The fewest threads, all inside tryGet at once, whose failed gets carry into the bit that marks a page dead, on a count word of W bits.',
  ),
  at32Bits: is.orNull(is.count(), 'The same for the word of 32 bits. Null: no number of threads is enough.'),
});

const protocol = is.object({
  name: is.text(),
  description: is.text(),
  file: is.text('File name in src/protocols.'),
  source: is.text('Where the protocol comes from.'),
  sound: is.flag('Whether it keeps every property, as long as its count does not overflow.'),
  shows: is.described(shows, 'Everything that it violates in any scenario, as long as its count does not overflow.'),
  mistypes: is.optional(
    is.described(shows, 'The type confusions that it shows even under the looked-up destructor policy. Absent: none.'),
  ),
  overflow: is.described(overflow, 'When its count overflows.'),
  resets: is.flag('Whether it takes failed gets back from a number on that check --reset-after chooses.'),
  perThreadWords: is.optional(is.count('The words that each worker has for a page. Absent: none.')),
  mutant: is.flag('Whether it was broken on purpose, to test the detectors.'),
  demonstration: is.optional(
    is.described(demonstration, 'Where a violation shows most plainly. Absent for a sound protocol.'),
  ),
});

const scenario = is.object({
  name: is.text(),
  description: is.text(),
  minThreads: is.count('Smallest number of threads.'),
  pages: is.count('Number of pages unless told otherwise.'),
  slots: is.count('Number of index slots unless told otherwise.'),
  finds: is.list(is.text(), 'The protocols that a check of it finds violated unless told otherwise.'),
});

const workload = is.object({
  name: is.text(),
  description: is.text(),
  operation: is.text('What one operation is, where operations per second are given.'),
});

export const listSchema = is.file(
  'reftorture/list@1',
  'List',
  'The protocols, scenarios and workloads that come with reftorture. Made by list.',
  {
    protocols: is.list(protocol, 'The protocols of the registry.'),
    scenarios: is.list(scenario, 'Who does what on which pages, for race, check and replay.'),
    workloads: is.list(workload, 'What scale measures.'),
  },
);
export interface ListResult extends is.Infer<typeof listSchema> {}
