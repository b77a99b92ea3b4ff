// The width of the output, and text that keeps to it.

import { host } from '#host';

/** Narrower terminals get lines of this width. Without a terminal it is 100, which a README shows without a scroll bar. */
const NARROWEST = 40;
const WITHOUT_TERMINAL = 100;

/** Columns that there is room for: those of the host's output, else 100. */
export function outputWidth(asked = host.outputColumns()): number {
  return asked !== undefined && asked > 0 ? Math.max(NARROWEST, asked) : WITHOUT_TERMINAL;
}

/** Paragraphs in lines of at most `width` columns, each behind `indent`. A longer word, such as a path, stays whole. */
export function wrapped(text: string | readonly string[], indent = '', width = outputWidth()): string[] {
  if (typeof text !== 'string') return text.flatMap((paragraph) => wrapped(paragraph, indent, width));
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, indent + line];
}

/** `text` behind `start`, further lines below its first word. */
export function hanging(start: string, text: string, width = outputWidth()): string[] {
  const [first = '', ...rest] = wrapped(text, ' '.repeat(start.length), width);
  return [start + first.trimStart(), ...rest];
}

/** A line such as a command, and what it does; '' where that needs no words. */
export type Explained = readonly [line: string, what: string];

/** Lines with what each of them does: beside them where they are short or all of that fits, else below. */
export function explained(items: readonly Explained[], indent: string, width = outputWidth()): string[] {
  const column = indent.length + Math.max(0, ...items.map(([line, what]) => (what === '' ? 0 : line.length))) + 2;
  const isBeside = column <= width / 2 || items.every(([, what]) => column + what.length <= width);
  return items.flatMap(([line, what]) => {
    if (what === '') return [indent + line];
    if (!isBeside) return [indent + line, ...wrapped(what, `${indent}    `, width)];
    return hanging((indent + line).padEnd(column), what, width);
  });
}

const MARK = '…';

/** `text`, or as much of it as fits, with a mark that says that something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - MARK.length))}${MARK}`;
}
