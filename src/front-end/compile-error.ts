// Errors of compilers: a source that was refused, and a native engine that is not to be had.

import { UsageError } from '../usage-error.js';

/** A source that a compiler, or the vetting before it, refused. The message is one line that names the place. */
export class KernelCompileError extends UsageError {
  override name = 'KernelCompileError';
}

/** There is no compiler, or it refused a kernel, or what it makes cannot be loaded; the message says which. */
export class NativeError extends UsageError {
  override name = 'NativeError';
}
