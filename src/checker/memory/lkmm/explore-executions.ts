// Explores a program under the Linux-kernel memory model, as often as it takes to know all that its threads may write.

import type { Interpreter, ThreadStart } from '../../program/interpreter.js';
import type { Words } from '../../words/words.js';
import { isAllowed } from './axioms.js';
import { Explorer } from './explorer.js';
import type { Imagined } from './imagined.js';
import type { Counts, ExecutionLimits, Visitor } from './search-state.js';
import { searchThinAir } from './thin-air.js';
import { type ThreadNode, threadTree } from './thread-tree.js';
import { ValueDomains } from './value-domains.js';

/** Events of one execution: far more than can be explored, or a loop that writes for ever. */
export const MAX_EVENTS = 200;

export interface Threads {
  readonly interpreter: Interpreter;
  readonly words: Words;
  readonly starts: readonly ThreadStart[];
}

export interface ExecutionCounts extends Counts {
  /** Every execution was explored. */
  readonly complete: boolean;
  /** An execution reached the greatest number of events. */
  readonly endless: boolean;
  /** Executions with values out of thin air are among them. */
  readonly hasThinAir: boolean;
}

/**
 * Tells a visitor of every execution. `newVisitor` is called for each exploration, and what the last visitor saw is the
 * result. Values out of thin air are among them if there is something `imagined`. @throws ProgramError
 */
export function exploreExecutions(
  { interpreter, words, starts }: Threads,
  newVisitor: () => Visitor,
  { maxStates, stop }: Pick<ExecutionLimits, 'maxStates' | 'stop'>,
  imagined?: Imagined,
): ExecutionCounts {
  const trees = threadTrees({ interpreter, words, starts });
  const found = imagined && searchThinAir(trees, words, imagined);
  const known = found ?? new ValueDomains();
  for (;;) {
    const explorer = new Explorer(trees, words, known, isAllowed, newVisitor(), {
      maxStates,
      maxEvents: MAX_EVENTS,
      stop,
    });
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
  return starts.map((start) => threadTree(interpreter, start, (address) => words.find(address)));
}
