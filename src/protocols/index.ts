// The registry: the only list of protocols. A new one is a file in this folder, named after the protocol, and an entry
// in designs.ts or mutants.ts.
//
// A protocol file exports FREE and seven functions over the address of a page's reference count word, called the word:
//
//   FREE      the word of a page in the allocator
//   init      the allocator hands the page out, with one reference
//   tryGet    takes a reference for somebody who holds none; false when the page is dead or frozen
//   get       takes another reference for somebody who holds one
//   put       drops a reference; true exactly when the caller must destroy the page
//   freeze    takes the page for its holder alone, if it counts exactly the expected references; unfreeze gives it back
//   count     the references that a word counts
//
// Terms in the headers of the files. A page is owned while it counts references, and dead once its last put is
// complete. In v4 and its relatives that put has two steps: step 1 brings the count to 0, and step 2 marks the page
// dead. Between the two the page is staged for freeing, and the put is in its window. A get that takes a staged page
// back is a resurrection; the put whose step 2 then fails is an aborted free. FROZEN is the bit that marks a page dead,
// or frozen by its holder. A page passes to its next generation when it is freed, and again when it is handed out: that
// is reuse, and a late getter may still touch the word. A stolen free is a step 2 that wins in another generation than
// step 1 was in.

import { designs } from './designs.js';
import type { ProtocolEntry, ProtocolFacts } from './entry.js';
import { mutants } from './mutants.js';
import { overflowOf } from './overflow.js';

export type { Demonstration, ProtocolEntry } from './entry.js';

export const protocols: readonly ProtocolEntry[] = [
  ...designs.map((facts) => entryOf(facts, false)),
  ...mutants.map((facts) => entryOf({ source: 'made for the gallery', ...facts }, true)),
];

function entryOf(
  { name, description, source, shows = [], overflow, resets = false, ...facts }: ProtocolFacts,
  mutant: boolean,
): ProtocolEntry {
  const sound = shows.length === 0;
  const entry = { name, description, file: `${name}.ts`, source, sound, shows, resets, mutant, ...facts };
  return { ...entry, overflow: overflowOf(overflow) };
}
