// The one error of all compilers, and their messages cut down to one line.

import { basename } from 'node:path';
import { UsageError } from '../usage-error.js';

/** A source that was turned down; the message is one line that names the place. */
export class KernelCompileError extends UsageError {
  override name = 'KernelCompileError';
}

/** From what AssemblyScript prints: the first error, as `file:line:column: message`. */
export function fromAssemblyScript(output: string): KernelCompileError {
  const errors = output.split(/^(?=ERROR )/m).filter((part) => part.startsWith('ERROR '));
  const [first = output, ...others] = errors;
  const message = /^ERROR \w+: (.*)/.exec(first)?.[1] ?? first.trim();
  const [, file, line, column] = /\bin (\S+)\((\d+),(\d+)\)/.exec(first) ?? [];
  const place = file === undefined ? '' : `${basename(file)}:${line}:${column}: `;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return new KernelCompileError(`${place}${message}${more}`);
}

/** From what esbuild throws: its first message, likewise. */
export function fromEsbuild(error: unknown): KernelCompileError {
  const { errors } = error as { errors?: readonly EsbuildMessage[] };
  const [first, ...others] = errors ?? [];
  if (!first) return new KernelCompileError(error instanceof Error ? error.message : String(error));
  const { text, location } = first;
  const place = location ? `${basename(location.file)}:${location.line}:${location.column + 1}: ` : '';
  return new KernelCompileError(`${place}${text}${others.length === 0 ? '' : ` (and ${others.length} more)`}`);
}

interface EsbuildMessage {
  readonly text: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null;
}
