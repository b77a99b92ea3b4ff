// The engines that tests run on. The native one needs a C compiler; without one the tests of the others remain, and
// global-setup.ts says so.

import { nativeProblem } from '../../src/engines/native/compiler.js';
import { EMBEDDED_ENGINES, ENGINES, type Engine } from '../../src/engines/sources.js';

export const TESTED_ENGINES: readonly Engine[] = nativeProblem() === undefined ? ENGINES : EMBEDDED_ENGINES;
