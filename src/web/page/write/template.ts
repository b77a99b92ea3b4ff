// The text that a protocol of the reader's own begins with.

import { resolveProtocol } from '../../../requests/resolve-protocol.js';
import { scaffold } from '../../../requests/scaffold.js';

/** Returns a copy of the protocol of that name, without the comments before the first code. */
export function templateOf(name: string): string {
  const copy = scaffold('./mine.ts', resolveProtocol(name));
  const head = `/// <reference types="reftorture/portable" />\n// A protocol of your own, begun as a copy of ${name}.\n\n`;
  return copy.replace(/^(?:\/\/.*\n|\n)+/, head);
}
