// Lines of the source files, by positions in a module.

import { basename } from 'node:path';
import type { SourceFile } from './portable-module.js';

export interface SourceLine {
  /** File name without folders: names in the portable sources are unique. */
  readonly file: string;
  readonly line: number;
  /** The text of the line, without its indentation. */
  readonly code: string;
  /** Whether the file is a user's. */
  readonly own: boolean;
}

/** Returns a function that tells the line of a position. `files` are in the order of their positions. */
export function sourceLines(files: readonly SourceFile[]): (at: number) => SourceLine {
  const texts = files.map((file) => ({ ...file, lines: file.text.split('\n') }));
  return (at) => {
    const found = texts.findLast(({ base }) => base <= at);
    if (!found) throw new Error(`no source file has position ${at}`);
    const { path, base, lines, own } = found;
    let line = 0;
    for (let left = at - base; left > (lines[line]?.length ?? left); line++) left -= (lines[line]?.length ?? 0) + 1;
    return { file: basename(path), line: line + 1, code: lines[line]?.trim() ?? '', own };
  };
}

/** `file:line:column` of an offset in the text of a file. */
export function placeIn({ path, text }: Pick<SourceFile, 'path' | 'text'>, offset: number): string {
  const before = text.slice(0, offset);
  return `${basename(path)}:${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`;
}
