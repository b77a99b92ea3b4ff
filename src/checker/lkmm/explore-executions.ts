// Explores a program under the Linux-kernel memory model, as often as it takes to know all that its threads may write.

import type { ThreadStart } from '../machine/thread-start.js';
import type { Words } from '../machine/words.js';
import type { Interpreter } from '../program/interpreter.js';
import { isAllowed } from './axioms.js';
import { Discoveries } from './discoveries.js';
import type { Counts, Limits, Visitor } from './exploration.js';
import { Explorer } from './explorer.js';
import { type ThreadNode, threadTree } from './thread-tree.js';

/** Accesses and fences of one thread, and values of one word: more is a loop that writes for ever. */
export const MAX_STEPS = 200;

export interface Threads {
  readonly interpreter: Interpreter;
  readonly words: Words;
  readonly starts: readonly ThreadStart[];
}

export interface Explored extends Counts {
  /** Whether every execution was explored. */
  readonly complete: boolean;
  /** Whether a thread took more than the greatest number of steps. */
  readonly endless: boolean;
}

/**
 * Tells a visitor of every execution. `newVisitor` is called for each exploration, and what the last visitor saw is the
 * result. @throws ProgramError
 */
export function exploreExecutions(
  { interpreter, words, starts }: Threads,
  newVisitor: () => Visitor,
  { maxStates, stop }: Pick<Limits, 'maxStates' | 'stop'>,
): Explored {
  const trees = threadTrees({ interpreter, words, starts });
  const known = new Discoveries();
  for (;;) {
    const explorer = new Explorer(trees, words, known, isAllowed, newVisitor(), {
      maxStates,
      maxSteps: MAX_STEPS,
      stop,
    });
    known.hasGrown();
    explorer.explore();
    const grown = known.hasGrown();
    if (!grown || explorer.stopped) {
      return { ...explorer.counts, complete: !explorer.stopped && !explorer.endless, endless: explorer.endless };
    }
  }
}

/** What each thread does. @throws ProgramError */
export function threadTrees({ interpreter, words, starts }: Threads): ThreadNode[] {
  return starts.map((start) => threadTree(interpreter, start, (address) => words.find(address)));
}
