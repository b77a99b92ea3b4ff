// What the registry says of a protocol.

import type { Violation } from '../violations/table.js';

export interface ProtocolEntry {
  readonly name: string;
  readonly description: string;
  /** File name in this folder. */
  readonly file: string;
  /** Where the protocol comes from. */
  readonly source: string;
  /** Whether it keeps every lifetime property when the destroyer looks the type up. */
  readonly sound: boolean;
  /** All that it shows when it is not, whatever the scenario. */
  readonly shows: readonly Violation[];
  /** Broken on purpose, to find out whether it is found out. */
  readonly mutant: boolean;
  /** Where it shows most plainly; absent when it is sound. */
  readonly demonstration?: Demonstration;
}

/** A question to `check` under the looked-up destructor, and its whole answer. */
export interface Demonstration {
  readonly scenario: string;
  readonly shows: readonly Violation[];
  /** Of the check, where its defaults are too wide or too short. */
  readonly width?: number;
  readonly rounds?: number;
  /** Of the race, where holding up half of all windows for 1000 rounds does not lead there. */
  readonly stall?: { readonly rounds: number; readonly probability: number };
  /** Why real threads cannot be expected to show it within seconds; absent when they can. */
  readonly outOfReach?: string;
}

type Facts = readonly [name: string, description: string, source: string];

/** A protocol that nothing is known against. */
export function sound(...facts: Facts): ProtocolEntry {
  return { ...entry(facts), sound: true, shows: [], mutant: false };
}

/** A protocol that somebody means, and that breaks. */
export function unsound(
  ...[name, description, source, shows, demonstration]: [...Facts, readonly Violation[], Demonstration]
) {
  return { ...entry([name, description, source]), sound: false, shows, mutant: false, demonstration };
}

/** A protocol that nobody means. */
export function mutant(...args: Parameters<typeof unsound>): ProtocolEntry {
  return { ...unsound(...args), mutant: true };
}

function entry([name, description, source]: Facts): Pick<ProtocolEntry, 'name' | 'description' | 'file' | 'source'> {
  return { name, description, file: `${name}.ts`, source };
}
