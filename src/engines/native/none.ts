// `#native` in a browser, where there is no native engine.

import { NativeError } from '../../front-end/compile-error.js';
import type * as here from './here.js';

const PROBLEM = 'no native engine: a browser runs no native code; use the engine wasm';

function refuse(): never {
  throw new NativeError(PROBLEM);
}

export const nativeProblem: typeof here.nativeProblem = async () => PROBLEM;
export const nativeCompiler: typeof here.nativeCompiler = refuse;
export const libraryOf: typeof here.libraryOf = refuse;
export const instantiateNative: typeof here.instantiateNative = refuse;
export const SPARE_WORDS = 0;
