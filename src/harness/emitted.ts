// The kernel of a race as it is printed for an engine, to be read.

import { type EmittedForm, emittedKernel } from '../engines/kernels.js';
import type { ResolvedProtocol } from '../requests/resolve-protocol.js';
import { workerCompiler } from './compile-in-worker.js';

/** @throws KernelCompileError for a protocol that does not compile, and the reason of `signal` when it fires */
export function emittedRace({ file }: ResolvedProtocol, form: EmittedForm, signal: AbortSignal): Promise<string> {
  return emittedKernel({ protocolFile: file }, form, 'detecting', workerCompiler(signal));
}
