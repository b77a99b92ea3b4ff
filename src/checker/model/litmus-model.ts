// A litmus test as threads over words: a function for each thread, and nothing that they share but the words.

import type { LitmusTest } from '../../litmus/parse.js';
import { PLAIN } from '../../printers/model/instructions.js';
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

/** Returns whether a thread has an access that is not marked. */
export function hasPlainAccess({ threads }: Pick<LitmusTest, 'threads'>): boolean {
  return threads.some(({ body: { code } }) => {
    const orders = new Set(code.flatMap((one) => (one.op === 'access' ? [one.inputs.at(-1)] : [])));
    return code.some((one) => one.op === 'constant' && one.value === PLAIN && orders.has(one.to));
  });
}
