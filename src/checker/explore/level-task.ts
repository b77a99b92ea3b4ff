// How the threads of a parallel exploration divide a level, and the messages between them. The main thread owns the
// automaton; the others are helpers. Each claims a chunk of the level's states at a time, until none is left.

import type { MessagePort } from 'node:worker_threads';
import { type Automaton, type TransitionTables, UNKNOWN } from '../machine/automaton.js';
import { IntTable, type IntTableContents, IntVector } from '../machine/int-table.js';
import type { Expander } from './expander.js';
import type { SharedBuffers } from './shared-states.js';
import type { ThreadLayout } from './symmetry.js';

/** Words of the control memory: counter of levels (negative: exit), next unclaimed state, number of helpers done. */
export const EPOCH = 0;
export const CURSOR = 1;
export const DONE = 2;

/** The data with which a helper starts. */
export interface HelperData {
  readonly helper: 'explore';
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** The message to a helper for one level. */
export interface LevelTask {
  readonly buffers: SharedBuffers;
  readonly layout: ThreadLayout;
  readonly words: number;
  /** Number of the level's last state, plus 1. */
  readonly end: number;
  /** See Limits. */
  readonly stop: Int32Array | undefined;
  readonly tables: SerializedTables;
}

/** The tables of an automaton as a message. */
export interface SerializedTables {
  readonly wordOf: Int32Array;
  readonly choicesOf: Int32Array;
  readonly successor: IntTableContents;
  readonly written: IntTableContents;
  readonly detectorWord: Int32Array;
  readonly detectorSuccessor: IntTableContents;
  readonly detectorWritten: IntTableContents;
}

export function serializeTables({
  wordOf,
  choicesOf,
  successor,
  written,
  detectorWord,
  detectorSuccessor,
  detectorWritten,
}: Automaton): SerializedTables {
  return {
    wordOf: wordOf.contents,
    choicesOf: choicesOf.contents,
    successor: successor.contents,
    written: written.contents,
    detectorWord: detectorWord.contents,
    detectorSuccessor: detectorSuccessor.contents,
    detectorWritten: detectorWritten.contents,
  };
}

/** A copy of an automaton's tables over `words` words. A missing entry throws UnknownTransition. */
export function deserializeTables(
  { wordOf, choicesOf, successor, written, detectorWord, detectorSuccessor, detectorWritten }: SerializedTables,
  words: number,
): TransitionTables {
  const fail = (): never => {
    throw new UnknownTransition();
  };
  return {
    wordOf: new IntVector(wordOf),
    choicesOf: new IntVector(choicesOf),
    successor: IntTable.of(successor, UNKNOWN),
    written: IntTable.of(written, 0),
    detectorWord: new IntVector(detectorWord),
    detectorSuccessor: IntTable.of(detectorSuccessor, UNKNOWN),
    detectorWritten: IntTable.of(detectorWritten, 0),
    words: { size: words },
    computeTransition: fail,
    computeDetectorStep: fail,
  };
}

/** The work of one thread on one level. */
export interface LevelResult {
  /** States that it could not expand: they need a transition that its tables lack. */
  readonly deferred: readonly number[];
  readonly transitions: number;
  readonly violations: number;
  readonly finals: readonly number[];
}

/** Number of states that a thread claims at a time. */
export const CHUNK = 512;

/** A copied table has no entry for a transition. Only the main thread can compute it. */
export class UnknownTransition extends Error {}

/** Claims and expands chunks of the level until there are none. Returns the states that it could not expand. */
export function expandChunks(
  expander: Expander,
  { cursor, end, stop }: Pick<LevelTask, 'end' | 'stop'> & { cursor: Int32Array },
): number[] {
  const deferred: number[] = [];
  for (;;) {
    const from = Atomics.add(cursor, 0, CHUNK);
    if (from >= end || (stop && Atomics.load(stop, 0) !== 0)) return deferred;
    for (let state = from; state < Math.min(from + CHUNK, end); state++) {
      const { transitions } = expander;
      try {
        expander.expand(state);
      } catch (error) {
        if (!(error instanceof UnknownTransition)) throw error;
        expander.transitions = transitions;
        deferred.push(state);
      }
    }
  }
}
