// How many references a page at rest has, by the protocol's own reading of all its words: the count word, and where the
// protocol has words of each worker, those too.

import { type Program, ProgramError } from '../../printers/model/instructions.js';
import { REFCOUNT } from '../../runtime/layout.js';
import { Interpreter } from '../program/interpreter.js';
import { type Geometry, perThreadWordsOf } from '../words/geometry.js';
import type { Words } from '../words/words.js';

/** The references on the page number `page`. `finalValue`: of a word, by its number. */
export type CountAtRest = (page: number, finalValue: (word: number) => number) => number;

/**
 * `configuration`: the words of the run's configuration, by address. `globals`: the values of the globals of a thread
 * that is set up.
 */
export function countAtRest(
  program: Program,
  geometry: Geometry,
  words: Words,
  configuration: ReadonlyMap<number, number>,
  globals: readonly number[],
): CountAtRest {
  const several = geometry.perThreadWords > 0;
  const name = several ? 'countAt' : 'countOf';
  const evaluated = program.exportedFunctions.get(name);
  if (evaluated === undefined) throw new ProgramError(`the source exports no function ${name}`);
  const counts = new Map<string, number>();
  return (page, finalValue) => {
    const valueAt = (address: number): number => finalValue(words.at(address));
    const word = geometry.pagesBase + page * geometry.pageBytes + REFCOUNT;
    const values = [word, ...perThreadWordsOf(geometry, page)].map((address) => [address, valueAt(address)] as const);
    const key = several ? values.join() : `${valueAt(word)}`;
    let count = counts.get(key);
    if (count === undefined) {
      const interpreter = new Interpreter(program, new Map([...configuration, ...values]));
      count = interpreter.evaluate(evaluated, [several ? word : valueAt(word)], [...globals]);
      counts.set(key, count);
    }
    return count;
  };
}
