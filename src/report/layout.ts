// How wide the output is, and text that keeps to it.

/** What a terminal has at least, and what a pipe is given: a README shows it without a scroll bar. */
const NARROWEST = 40;
const WITHOUT_TERMINAL = 100;

/** Columns that there is room for: the terminal's own, else $COLUMNS, else 100. */
export function outputWidth(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout): number {
  const asked = stream.isTTY ? stream.columns : Number(process.env.COLUMNS);
  return asked > 0 ? Math.max(NARROWEST, asked) : WITHOUT_TERMINAL;
}

/** `text` in lines of at most `width` columns, each behind `indent`. A longer word, such as a path, stays whole. */
export function wrapped(text: string, indent = '', width = outputWidth()): string[] {
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

const MARK = '…';

/** `text`, or as much of it as fits, with a mark that says that something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - MARK.length))}${MARK}`;
}
