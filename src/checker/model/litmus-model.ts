// A litmus test as threads over words: a function for each thread, and nothing that they share but the words.

import type { LitmusTest } from '../../litmus/parse.js';
import { Interpreter } from '../program/interpreter.js';
import { Words } from '../words/words.js';
import { Automaton } from './automaton.js';
import type { Model } from './system.js';

/** The model of a litmus test. It has no invariants. @throws ProgramError */
export function litmusModel({ words, threads }: Pick<LitmusTest, 'words' | 'threads'>): Model {
  const program = { functions: threads.map(({ body }) => body), exportedFunctions: new Map(), globals: [], files: [] };
  const automaton = new Automaton(new Interpreter(program), new Words(words));
  const starts = threads.map((_, functionIndex) => ({ functionIndex, inputs: [], globals: [] }));
  return {
    automaton,
    threads: starts,
    starts: starts.map(({ functionIndex, inputs, globals }) => automaton.begin(functionIndex, inputs, globals)),
    violationsOf: () => 0,
  };
}
