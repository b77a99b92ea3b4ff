// A kernel in C as a shared library of this machine.

import { createHash } from 'node:crypto';
import { compileC, compilerKey, nativeCompiler } from './compiler.js';
import { cachedLibrary, userCache } from './library-cache.js';

/** The path of the library that the C compiler makes of `text`. @throws NativeError where there is no compiler, and the reason of `signal` */
export async function libraryOf(text: string, signal?: AbortSignal, folder = userCache()): Promise<string> {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const name = `${digest}.${compilerKey(await nativeCompiler(signal))}.so`;
  return cachedLibrary(name, folder, () => compileC(text, name, folder, signal));
}
