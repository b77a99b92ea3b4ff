// What the registry says of a protocol.

import type { Violation } from '../violations/table.js';

/** What is known of a protocol. */
export interface ProtocolFacts {
  readonly name: string;
  readonly description: string;
  /** Who proposed it, when and where; or that nobody did. */
  readonly source: string;
  /** Whether it keeps every lifetime property when the destroyer looks the type up. */
  readonly sound: boolean;
  /** Every violation that it shows in any scenario. None when it is sound. */
  readonly shows: readonly Violation[];
  /** Broken on purpose, to find out whether the detectors notice. */
  readonly mutant: boolean;
  /** The question to `check` whose answer shows most plainly how it breaks. Absent when it is sound. */
  readonly demonstration?: Demonstration;
}

export interface ProtocolEntry extends ProtocolFacts {
  /** File name in this folder: the protocol's name, with the ending .ts. */
  readonly file: string;
}

/** A question to `check` under the looked-up destructor, and the whole answer. */
export interface Demonstration {
  readonly scenario: string;
  readonly shows: readonly Violation[];
  /** Bits of the count word in the check, where 32 are too many. */
  readonly width?: number;
  /** Rounds of each role in the check, where the default is too short. */
  readonly rounds?: number;
  /** Why real threads cannot be expected to show it within seconds. Absent when they can. */
  readonly outOfReach?: string;
}
