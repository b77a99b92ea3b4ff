// The error that every compiler's failure becomes: a message of one line.

import { basename } from 'node:path';
import { UsageError } from '../usage-error.js';

/** A source that a compiler, or the vetting before it, refused. The message is one line that names the place. */
export class KernelCompileError extends UsageError {
  override name = 'KernelCompileError';
}

/** The first error in what AssemblyScript prints, as `file:line:column: message`. */
export function fromAssemblyScript(output: string): KernelCompileError {
  const errors = output.split(/^(?=ERROR )/m).filter((part) => part.startsWith('ERROR '));
  const [first = output, ...others] = errors;
  const message = /^ERROR \w+: (.*)/.exec(first)?.[1] ?? first.trim();
  const [, file, line, column] = /\bin (\S+)\((\d+),(\d+)\)/.exec(first) ?? [];
  const place = file === undefined ? '' : `${basename(file)}:${line}:${column}: `;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return new KernelCompileError(`${place}${message}${more}`);
}
