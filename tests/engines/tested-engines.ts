// The engines that tests run on. The native one needs a C compiler; without one the tests of the others remain, and
// global-setup.ts says so.

import { nativeProblem } from '../../src/engines/native/compiler.js';
import { EMBEDDED_ENGINES, ENGINES, type Engine } from '../../src/front-end/sources.js';
import { SLOW } from '../slow.js';

export const TESTED_ENGINES: readonly Engine[] = (await nativeProblem()) === undefined ? ENGINES : EMBEDDED_ENGINES;

/**
 * Tells whether `engine` plays the pair at `row` and `column` of a table. By default each pair is played on one engine,
 * and each engine plays each row and each column: what engines do alike is held word by word, in differential.test.ts.
 * With REFTORTURE_SLOW=1 every engine plays every pair.
 */
export function plays(engine: Engine, row: number, column: number): boolean {
  const one = TESTED_ENGINES[(row + column) % TESTED_ENGINES.length];
  return engine === one || SLOW;
}
