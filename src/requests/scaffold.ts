// A user's protocol, begun as a copy of another protocol.

import { basename } from 'node:path';
import { host } from '#host';
import { publicName } from '../front-end/portable-imports.js';
import type { ResolvedProtocol } from './resolve-protocol.js';

/** Comments for the functions of the contract, which the copy has above each. */
const MEANING: Readonly<Record<string, string>> = {
  init: 'The allocator hands the page out with one reference. Nobody holds it, but late getters may still touch the word.',
  tryGet: 'Somebody who holds nothing wants a reference: true exactly when the page counts it from now on.',
  get: 'A holder takes another reference.',
  put: 'A holder drops its reference: true exactly when the caller must destroy the page.',
  freeze:
    'A holder wants the page for itself, if it counts exactly `expected`: true when nobody can get it from now on.',
  unfreeze: 'The freezer gives the page back with `references` on it.',
  count: 'The references that a word of this value stands for; 0 for a page that is free or frozen.',
};

/** The command that races `file`. A stall needs a window to hold workers up in. */
function raceHint(file: string, text: string): string {
  const race = `//   reftorture race --protocol ${file}`;
  return text.includes('window()')
    ? `${race} --stall spin:1000     real threads, held up between steps 1 and 2`
    : `${race} --scenario mixed      real threads`;
}

/** The text for `file`: a copy of `from` that compiles wherever the file lies. */
export function scaffold(file: string, from: ResolvedProtocol): string {
  const name = basename(file, '.ts');
  const copy = host
    .readText(from.file)
    .replace(/\bfrom '([^']+)'/g, (_, specifier: string) => `from '${publicName(specifier, from.file) ?? specifier}'`)
    .replace(/^export function (\w+)/gm, (line, part: string) =>
      MEANING[part] === undefined ? line : `/** ${MEANING[part]} */\n${line}`,
    );
  return `/// <reference types="reftorture/portable" />
// ${name}: a protocol of your own, begun as a copy of ${from.name}.
//
//   reftorture check --protocol ${file}                      every interleaving of a few threads
${raceHint(file, copy)}
//   reftorture scale --protocol old,v4,${file}               what it costs
//
// The file is portable: functions over i32 and boolean, if, while, for, switch, and integer arithmetic, which wraps at
// 32 bits on every engine. wrap() of reftorture/width is for what a check of a narrower count word is to hold.
// Everything shared goes through reftorture/memory; window() marks the point between two steps where a stalled run
// holds a worker up. Every function gets the address of the page's word.
//
// The rest is ${from.name}, header and all.

${copy}`;
}
