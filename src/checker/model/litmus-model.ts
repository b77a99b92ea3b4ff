// A litmus test as threads over words: a function for each thread, and nothing that they share but the words.

import type { LitmusTest } from '../../litmus/parse.js';
import type { Program } from '../../printers/model/instructions.js';
import { Interpreter, type ThreadStart } from '../program/interpreter.js';
import { Words } from '../words/words.js';
import { Automaton } from './automaton.js';
import type { Model } from './system.js';

/** The model of a litmus test. It has no invariants. @throws ProgramError */
export function litmusModel({ words, threads }: Pick<LitmusTest, 'words' | 'threads'>): Model {
  const automaton = new Automaton(new Interpreter(litmusProgram(threads)), new Words(words));
  const starts = litmusStarts(threads);
  return {
    automaton,
    threads: starts,
    starts: starts.map(({ functionIndex, inputs, globals }) => automaton.begin(functionIndex, inputs, globals)),
    violationsOf: () => 0,
  };
}

/** The function with the number of a thread is what it runs. */
export function litmusProgram(threads: LitmusTest['threads']): Program {
  return {
    functions: threads.map(({ body }) => body),
    exportedFunctions: new Map(),
    globals: [],
    files: [],
  };
}

function litmusStarts(threads: LitmusTest['threads']): ThreadStart[] {
  return threads.map((_, functionIndex) => ({ functionIndex, inputs: [], globals: [] }));
}
