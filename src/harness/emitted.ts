// The kernel of a race as an engine's compiler made it, to be read.

import { type EmittedForm, emittedText } from '../engines/emitted-text.js';
import type { ResolvedProtocol } from '../requests/resolve-protocol.js';
import { apart } from './make-apart.js';

/** @throws KernelCompileError for a protocol that does not compile, and the reason of `signal` when it fires */
export function emittedKernel({ file }: ResolvedProtocol, form: EmittedForm, signal: AbortSignal): Promise<string> {
  return emittedText({ protocolFile: file }, form, apart(signal));
}
