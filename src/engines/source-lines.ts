// Maps positions in a flat module to lines of the source files.

import { originalPositionFor, sourceContentFor, TraceMap } from '@jridgewell/trace-mapping';
import type { FlatModule } from './link/flat.js';

export interface SourceLine {
  /** File name without folders: names in the portable sources are unique. */
  readonly file: string;
  readonly line: number;
  /** The text of the line, without its indentation. */
  readonly code: string;
  /** The file from this line on: a statement may take several. */
  readonly onwards: () => string;
  /** Whether the file declares a function of that name. */
  readonly declares: (name: string) => boolean;
  /** Whether the file is a user's. */
  readonly own: boolean;
}

/** Returns a function that maps character offsets in the module's text to source lines. */
export function sourceLines(module: FlatModule): (offset: number) => SourceLine {
  const map = new TraceMap(module.map);
  const lineStarts = [0];
  for (let at = module.text.indexOf('\n'); at >= 0; at = module.text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (offset) => {
    const line = lineStarts.findLastIndex((start) => start <= offset);
    const original = originalPositionFor(map, { line: line + 1, column: offset - (lineStarts[line] ?? 0) });
    if (original.source === null)
      return { file: 'bundle', line: line + 1, code: '', onwards: () => '', declares: () => true, own: false };
    const lines = (sourceContentFor(map, original.source) ?? '').split('\n');
    // The linker names files relative to the folder of the package's sources.
    const own = original.source.startsWith('..');
    return {
      file: original.source.slice(original.source.lastIndexOf('/') + 1),
      line: original.line,
      code: lines[original.line - 1]?.trim() ?? '',
      onwards: () => lines.slice(original.line - 1).join('\n'),
      declares: (name) => lines.some((text) => new RegExp(`\\bfunction\\s+${name}\\b`).test(text)),
      own,
    };
  };
}
