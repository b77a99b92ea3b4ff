// An entry of the registry of protocols.

import type { Violation } from '../violations/table.js';
import type { Overflow, OverflowRule } from './overflow.js';

/** The facts about a protocol. */
export interface ProtocolFacts {
  readonly name: string;
  readonly description: string;
  /** Author, date and place of the proposal; or that there is none. */
  readonly source: string;
  /** Every violation that it shows in any scenario, as long as its count does not overflow. Absent when it is sound. */
  readonly shows?: readonly Violation[];
  /**
   * The type confusions that it shows even if the type is looked up: a page of its own passes to somebody else between
   * the looking up and the destruction. Absent: none.
   */
  readonly mistypes?: readonly Violation[];
  /** With how many threads inside tryGet its count overflows. From there on it need not keep anything. */
  readonly overflow: OverflowRule;
  /** It takes failed gets back from RESET_AFTER on (src/runtime/width.ts): a check can choose that number. Absent: no. */
  readonly resets?: boolean;
  /** The words that each worker has for a page, as the file says by PER_THREAD_WORDS. Absent: none. */
  readonly perThreadWords?: number;
  /** The question to `check` whose answer shows most plainly how it breaks. Absent when it is sound. */
  readonly demonstration?: Demonstration;
}

export interface ProtocolEntry extends Omit<ProtocolFacts, 'overflow'> {
  /** It keeps every property, as long as its count does not overflow. Observations are no violations. */
  readonly sound: boolean;
  readonly shows: readonly Violation[];
  readonly overflow: Overflow;
  readonly resets: boolean;
  /** Broken on purpose, to find out whether the detectors notice. */
  readonly mutant: boolean;
  /** File name in this folder: the protocol's name, with the ending .ts. */
  readonly file: string;
}

/** A question to `check`, and the violations that answer it, an overflow's consequences included. */
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

/** Returns the demonstration of an overflow for which nobody can wait, which shows stolen frees and `others`. */
export function lateOverflow(others: readonly Violation[]): Demonstration {
  return {
    scenario: 'overflow',
    shows: ['typeConfusionStolenFree', 'stolenFree', ...others],
    width: 3,
    rounds: 3,
    outOfReach: 'takes 2^30 failed gets or more on one free page',
  };
}
