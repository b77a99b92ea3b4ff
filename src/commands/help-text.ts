// Help below the options in --help: examples, explanations and exit codes, no wider than the options above.

import { type Explained, explained, wrapped } from '../report/layout.js';

/** Columns that commander takes for its part where the output is no terminal. */
const WITHOUT_TERMINAL = 80;

/** A list under a heading. */
export interface HelpList {
  readonly heading: string;
  readonly items: readonly Explained[];
}

/** For Command.addHelpText(): `examples`, then paragraphs and lists, an empty line between them. */
export function helpBelow(examples: readonly Explained[], ...parts: readonly (string | HelpList)[]): () => string {
  const heading = examples.length === 1 ? 'Example:' : 'Examples:';
  return () => {
    const width = process.stdout.isTTY ? process.stdout.columns : WITHOUT_TERMINAL;
    return [{ heading, items: examples }, ...parts].map((part) => `\n${linesOf(part, width).join('\n')}`).join('\n');
  };
}

function linesOf(part: string | HelpList, width: number): string[] {
  return typeof part === 'string' ? wrapped(part, '', width) : [part.heading, ...explained(part.items, '  ', width)];
}
