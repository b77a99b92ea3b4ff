// A result as it is printed and kept: JSON, with the time and the command line at its head.

import { withOrigin } from '../results/origin.js';
import { LONGEST_TEXT, UNPRINTABLE } from '../results/text-limits.js';

export function resultJson(result: { readonly schema: string }): string {
  return `${JSON.stringify(withOrigin(result, commandLine()), null, 2)}\n`;
}

const PROGRAM = 'reftorture';

/** As it was typed. Where this process and its script lie is nobody's business. */
function commandLine(): string[] {
  return [PROGRAM, ...process.argv.slice(2)].map(readable);
}

/** `word` as a result may have it: one that could not be read again would be lost. */
function readable(word: string): string {
  return word.replace(new RegExp(UNPRINTABLE, 'g'), '\ufffd').slice(0, LONGEST_TEXT);
}
