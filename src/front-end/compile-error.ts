// The error that every compiler's failure becomes: a message of one line.

import { UsageError } from '../usage-error.js';

/** A source that a compiler, or the vetting before it, refused. The message is one line that names the place. */
export class KernelCompileError extends UsageError {
  override name = 'KernelCompileError';
}

/** The first of `errors`, and how many there are besides. */
export function refusal([first = '', ...others]: readonly string[]): KernelCompileError {
  return new KernelCompileError(`${first}${others.length === 0 ? '' : ` (and ${others.length} more)`}`);
}
