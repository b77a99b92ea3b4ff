// What a complete exploration has not shown: said with every result.

import type { MemoryModel } from '../results/check-result.js';
import type { Automaton } from './machine/automaton.js';
import type { SourceLine } from './source-lines.js';
import { storeThatPasses } from './weak/load-buffering.js';

/** `automaton`: as the exploration has left it. */
export function limitsOf(memory: MemoryModel, automaton: Automaton, lineOf: (offset: number) => SourceLine): string {
  if (memory === 'sc') {
    return 'Holds for these threads and rounds, under sequential consistency; it says nothing about larger ones or weaker orders.';
  }
  const passing = storeThatPasses(automaton);
  const told = (offset: number): string => {
    const { file, line } = lineOf(offset);
    return `${file}:${line}`;
  };
  return [
    'Holds for these threads and rounds, under release/acquire by views, each access as ordered as its source asks.',
    passing
      ? `Not shown: loads that find what is written later on (load buffering), which this run could need: the store at ${told(passing.store)} may pass the load at ${told(passing.load)}.`
      : 'No store here may pass an earlier load, so load buffering, which the model cannot show, would add nothing.',
    'Dependencies order nothing, so a violation may rest on what they forbid: look at the stale values of its witness.',
  ].join(' ');
}
