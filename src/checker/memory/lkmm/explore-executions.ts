// Explores a program under the Linux-kernel memory model, as often as it takes to know all that its threads may write.

import type { Interpreter, ThreadStart } from '../../program/interpreter.js';
import type { Words } from '../../words/words.js';
import { isAllowed } from './axioms.js';
import { Explorer } from './explorer.js';
import type { Imagined } from './imagined.js';
import type { OpenAccesses } from './open-accesses.js';
import type { Counts, Visitor } from './search-state.js';
import { everyValue, searchThinAir } from './thin-air.js';
import { type ThreadNode, threadTree } from './thread-tree.js';
import { ValueDomains } from './value-domains.js';

/** Events of one execution: far more than can be explored, or a loop that writes for ever. */
export const MAX_EVENTS = 200;

export interface Threads {
  readonly interpreter: Interpreter;
  readonly words: Words;
  readonly starts: readonly ThreadStart[];
}

const NO_COUNTS: Counts = { states: 0, executions: 0, forbidden: 0, unanswered: 0 };

/** Nodes of the threads' trees that are kept, and the bytes of each, as measured on Node 20 and rounded up. */
const MOST_NODES = 20_000;
const BYTES_PER_NODE = 4500;

export interface ExecutionCounts extends Counts {
  /** Every execution was explored. */
  readonly complete: boolean;
  /** An execution reached the greatest number of events. */
  readonly endless: boolean;
  /** Executions with values out of thin air are among them. */
  readonly hasThinAir: boolean;
}

export interface ExplorationLimits {
  readonly maxStates: number;
  /** Asked now and then whether to stop, with the counts so far and the bytes that are held. It may throw. */
  readonly stop?: (counts: Counts, bytesHeld: number) => boolean;
}

/**
 * Tells a visitor of every execution. `newVisitor` is called for each exploration, and what the last visitor saw is the
 * result. Values out of thin air are among them if there is something `imagined`. `open`: given where
 * visitors want not all executions, so that those tried do not tell what may be written. @throws ProgramError
 */
export function exploreExecutions(
  threads: Threads,
  newVisitor: () => Visitor,
  { maxStates, stop: asked }: ExplorationLimits,
  { imagined, open }: { readonly imagined?: Imagined; readonly open?: OpenAccesses | undefined } = {},
): ExecutionCounts {
  const { words } = threads;
  const trees = threadTrees(threads);
  const held = (): number => (MOST_NODES - (trees[0]?.trees.room ?? 0)) * BYTES_PER_NODE;
  const stop = (counts: Counts): boolean => asked?.(counts, held()) ?? false;
  const found = imagined && (open ? everyValue : searchThinAir)(trees, words, imagined);
  const known = found ?? new ValueDomains();
  if (open && !found) return { ...NO_COUNTS, complete: false, endless: false, hasThinAir: false };
  for (;;) {
    const limits = { maxStates, maxEvents: MAX_EVENTS, stop };
    const explorer = new Explorer(trees, words, known, isAllowed, newVisitor(), limits, open);
    known.hasGrown();
    explorer.explore();
    const grown = known.hasGrown();
    if (!grown || explorer.stopped) {
      const { counts, endless } = explorer;
      return { ...counts, complete: !explorer.stopped && !endless, endless, hasThinAir: found !== undefined };
    }
  }
}

/** Returns each thread as a tree. @throws ProgramError */
export function threadTrees({ interpreter, words, starts }: Threads): ThreadNode[] {
  const trees = { interpreter, wordAt: (address: number) => words.find(address), room: MOST_NODES };
  return starts.map((start) => threadTree(trees, start));
}
