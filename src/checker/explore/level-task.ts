// How a level is shared out between the threads of an exploration, and what they tell each other.

import type { MessagePort } from 'node:worker_threads';
import { type Automaton, type TransitionTables, UNKNOWN } from '../machine/automaton.js';
import { IntTable, type IntTableContents, IntVector } from '../machine/int-table.js';
import type { Expander } from './expander.js';
import type { SharedBuffers } from './shared-states.js';
import type { Columns } from './symmetry.js';

/** Words of the control memory: number of the level's opening (negative: go home), next state, helpers done. */
export const EPOCH = 0;
export const CURSOR = 1;
export const DONE = 2;

/** What a helper begins with. */
export interface HelperData {
  readonly helper: 'explore';
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** What a helper gets for a level. */
export interface LevelShare {
  readonly buffers: SharedBuffers;
  readonly columns: Columns;
  readonly words: number;
  /** Number behind the level's last state. */
  readonly end: number;
  /** See Limits. */
  readonly stop: Int32Array | undefined;
  readonly tables: TablesContents;
}

/** The tables of an automaton as they are sent. */
export interface TablesContents {
  readonly wordOf: Int32Array;
  readonly waysOf: Int32Array;
  readonly next: IntTableContents;
  readonly written: IntTableContents;
  readonly linkWord: Int32Array;
  readonly linkNext: IntTableContents;
}

export function contentsOf({
  wordOf,
  choicesOf,
  successor,
  written,
  detectorWord,
  detectorSuccessor,
}: Automaton): TablesContents {
  return {
    wordOf: wordOf.contents,
    waysOf: choicesOf.contents,
    next: successor.contents,
    written: written.contents,
    linkWord: detectorWord.contents,
    linkNext: detectorSuccessor.contents,
  };
}

/** A copy of an automaton's tables over `words` words, which cannot learn. */
export function tablesOf(
  { wordOf, waysOf, next, written, linkWord, linkNext }: TablesContents,
  words: number,
): TransitionTables {
  const learn = (): never => {
    throw new NotKnown();
  };
  return {
    wordOf: new IntVector(wordOf),
    choicesOf: new IntVector(waysOf),
    successor: IntTable.of(next, UNKNOWN),
    written: IntTable.of(written, 0),
    detectorWord: new IntVector(linkWord),
    detectorSuccessor: IntTable.of(linkNext, UNKNOWN),
    words: { size: words },
    computeTransition: learn,
    computeDetectorStep: learn,
  };
}

/** What a helper reports of a level. */
export interface Help {
  /** States that it could not expand. */
  readonly left: readonly number[];
  readonly transitions: number;
  readonly violations: number;
  readonly finals: readonly number[];
}

/** States that a thread takes at a time. */
export const SHARE = 512;

/** A table has no entry: the state has to be expanded by who can learn it. */
export class NotKnown extends Error {}

/** Expands shares of the level until there are none, and tells what could not be expanded. */
export function expandShares(
  expander: Expander,
  { cursor, end, stop }: Pick<LevelShare, 'end' | 'stop'> & { cursor: Int32Array },
): number[] {
  const left: number[] = [];
  for (;;) {
    const from = Atomics.add(cursor, 0, SHARE);
    if (from >= end || (stop && Atomics.load(stop, 0) !== 0)) return left;
    for (let state = from; state < Math.min(from + SHARE, end); state++) {
      const { transitions } = expander;
      try {
        expander.expand(state);
      } catch (error) {
        if (!(error instanceof NotKnown)) throw error;
        expander.transitions = transitions;
        left.push(state);
      }
    }
  }
}
