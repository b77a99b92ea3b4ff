// `#native` where programs of the system can be called: the native engine, as far as the rest of the program knows it.

export { nativeCompiler, nativeProblem } from './compiler.js';
export { instantiateNative, SPARE_WORDS } from './instance.js';
export { libraryOf } from './library-cache.js';
