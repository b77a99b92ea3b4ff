// The contract of a protocol: what its file must export, and what it may.

import { distance } from 'fastest-levenshtein';
import { MOST_WORKER_WORDS } from '../worker-words.js';
import type { Exported } from './exports.js';
import type { Complaint } from './syntax.js';

interface Required {
  readonly parameters?: readonly string[];
  readonly type: string;
  /** How to write it. */
  readonly text: string;
}

export const CONTRACT: Readonly<Record<string, Required>> = {
  FREE: { type: 'i32', text: 'export const FREE: i32 = ...; // the word of a page in the allocator' },
  init: fn(['word'], 'void'),
  tryGet: fn(['word'], 'boolean'),
  get: fn(['word'], 'void'),
  put: fn(['word'], 'boolean'),
  freeze: fn(['word', 'expected'], 'boolean'),
  unfreeze: fn(['word', 'references'], 'void'),
  count: fn(['value'], 'i32'),
};

const WORKER_WORDS = 'export const WORKER_WORDS: i32 = 1; // words of each worker for a page';

/** What a protocol may export besides: of each group all, or none. */
const OPTIONAL: readonly Readonly<Record<string, Required>>[] = [
  // Several references in one access.
  { tryGetMany: fn(['word', 'references'], 'boolean'), putMany: fn(['word', 'references'], 'boolean') },
  // Which words are dead, where that is not told by the bits of FREE.
  { isDead: fn(['value'], 'boolean') },
  // Words of each worker for each page, and the count in all of a page's words.
  {
    WORKER_WORDS: { type: 'i32', text: WORKER_WORDS },
    countAt: fn(['word'], 'i32'),
  },
];

function fn(parameters: readonly string[], type: string): Required {
  const list = parameters.map((name) => `${name}: i32`).join(', ');
  return { parameters: parameters.map(() => 'i32'), type, text: `(${list}): ${type}` };
}

/** What is missing or different in `exported`, the exports of a file of which `endOfFile` is the length. */
export function againstContract(exported: ReadonlyMap<string, Exported>, endOfFile: number): Complaint[] {
  const complaints: Complaint[] = [];
  const begun = OPTIONAL.filter((group) => Object.keys(group).some((name) => exported.has(name)));
  for (const [name, required] of [CONTRACT, ...begun].flatMap((part) => Object.entries(part))) {
    const wanted = required.parameters ? `export function ${name}${required.text}` : required.text;
    const found = exported.get(name);
    if (!found) {
      const near = [...exported.keys()].find((other) => !(other in CONTRACT) && distance(other, name) <= 2);
      const hint = near === undefined ? '' : ` (there is ${near})`;
      complaints.push({ at: endOfFile, message: `the export ${name} is missing${hint}: write ${wanted}` });
    } else if (!sameShape(found, required)) {
      complaints.push({ at: found.at, message: `${name} is ${shapeText(found)}: write ${wanted}` });
    }
  }
  return complaints;
}

/** What is wrong with the number of `words` that were read in a file with these exports. */
export function againstWorkerWords(exported: ReadonlyMap<string, Exported>, words: number): Complaint[] {
  const found = exported.get('WORKER_WORDS');
  if (!found || words > 0) return [];
  const message = `WORKER_WORDS is no number from 1 to ${MOST_WORKER_WORDS} that is written out: write ${WORKER_WORDS}`;
  return [{ at: found.at, message }];
}

function sameShape(found: Exported, required: Required): boolean {
  if (!required.parameters) return !found.parameters && (found.type === required.type || found.type === '');
  return found.parameters?.join() === required.parameters.join() && found.type === required.type;
}

function shapeText({ parameters, type }: Exported): string {
  return parameters ? `(${parameters.join(', ')}): ${type}` : type ? `of type ${type}` : 'no function';
}
