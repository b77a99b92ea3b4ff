// Texts that files of the reader's own begin with.

import { join } from 'node:path';
import { host } from '#host';
import { publicName } from '../../../front-end/portable-imports.js';
import { SOURCE_ROOT } from '../../../front-end/sources.js';
import { resolveProtocol } from '../../../requests/resolve-protocol.js';
import { scaffold } from '../../../requests/scaffold.js';

/** Returns a copy of the protocol of that name, without the comments before the first code. */
export function templateOf(name: string): string {
  return begun(scaffold('./mine.ts', resolveProtocol(name)), `A protocol of your own, begun as a copy of ${name}.`);
}

/** Returns a scenario: each function that it exports is what a thread does. */
export function scenarioTemplate(): string {
  const file = join(SOURCE_ROOT, 'actors/two-puts.ts');
  const text = host
    .readText(file)
    .replace(/\bfrom '([^']+)'/g, (_, specifier: string) => `from '${publicName(specifier, file) ?? specifier}'`);
  return begun(text, 'A scenario of your own: each function that it exports is what a thread does.');
}

function begun(text: string, about: string): string {
  return text.replace(/^(?:\/\/.*\n|\n)+/, `/// <reference types="reftorture/portable" />\n// ${about}\n\n`);
}
