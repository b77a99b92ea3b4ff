// The error that every compiler's failure becomes: a message of one line.

import { UsageError } from '../usage-error.js';

/** A source that a compiler, or the vetting before it, refused. The message is one line that names the place. */
export class KernelCompileError extends UsageError {
  override name = 'KernelCompileError';
}
