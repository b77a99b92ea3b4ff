// Lines of the source files, by positions in a module.

import { basename } from 'node:path';
import type { SourceFile } from './portable-module.js';

export interface SourceLine {
  /** File name without folders: names in the portable sources are unique. */
  readonly file: string;
  readonly line: number;
  /** The text of the line, without its indentation. */
  readonly code: string;
  /** The file is a user's. */
  readonly own: boolean;
}

/** Returns a function that tells the line of a position. `files` are in the order of their positions. */
export function sourceLines(files: readonly SourceFile[]): (at: number) => SourceLine {
  const starts = new Map<SourceFile, readonly number[]>();
  return (at) => {
    const file = files.findLast(({ base }) => base <= at);
    if (!file) throw new Error(`no source file has position ${at}`);
    const { path, base, text, own } = file;
    const known = starts.get(file) ?? lineStarts(text);
    starts.set(file, known);
    const line = known.findLastIndex((start) => start <= at - base);
    const code = text.slice(known[line], (known[line + 1] ?? text.length + 1) - 1).trim();
    return { file: basename(path), line: line + 1, code, own };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** `file:line:column` of an offset in the text of a file. */
export function placeIn({ path, text }: Pick<SourceFile, 'path' | 'text'>, offset: number): string {
  const before = text.slice(0, offset);
  return `${basename(path)}:${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
}
