// What the registry says of a protocol.

/** Every violation by the name that it has in results. */
export const violations = [
  'stolenFree',
  'typeConfusionStolenFree',
  'typeConfusionStaleGet',
  'doubleFree',
  'useAfterFree',
  'leak',
  'underflow',
  'lostOverflow',
  'brokenFreeze',
] as const;

export type Violation = (typeof violations)[number];

/** What is known of a protocol. */
export interface ProtocolFacts {
  readonly name: string;
  readonly description: string;
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

export interface ProtocolEntry extends ProtocolFacts {
  /** File name in this folder: the protocol's name, with the ending .ts. */
  readonly file: string;
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
