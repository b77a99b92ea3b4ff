// The threads of a litmus test as a program: a function for each, and nothing that they share but the words.

import type { LitmusTest } from '../../litmus/parse.js';
import type { Program } from '../../printers/model/instructions.js';

/** The function with the number of a thread is what it runs. */
export function litmusProgram(threads: LitmusTest['threads']): Program {
  return {
    functions: threads.map(({ body }) => body),
    exportedFunctions: new Map(),
    globals: [],
    files: [],
  };
}
