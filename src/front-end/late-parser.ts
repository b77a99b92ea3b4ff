// `#parser` in a browser, where it has to be loaded before the first file is parsed.

import type { Program } from 'acorn';

let parse: ((text: string) => Program) | undefined;

export async function loadParser(): Promise<void> {
  ({ parseTypeScript: parse } = await import('./parser.js'));
}

export function parseTypeScript(text: string): Program {
  if (!parse) throw new Error('the parser is not loaded');
  return parse(text);
}
