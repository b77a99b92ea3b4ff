// The contract of a protocol: what its file must export, and what it may.

import { distance } from 'fastest-levenshtein';
import type { Callable, Variable } from './portable-module.js';
import type { Complaint } from './syntax.js';

/** More words of each worker would not fit beside a page of the model, which is as small as its fields allow. */
export const MOST_WORKER_WORDS = 4;

interface Required {
  readonly parameters?: readonly string[];
  readonly type: string;
  /** Its declaration, for messages. */
  readonly text: string;
}

const CONTRACT: Readonly<Record<string, Required>> = {
  FREE: { type: 'i32', text: 'export const FREE: i32 = ...; // the word of a page in the allocator' },
  init: fn(['word'], 'void'),
  tryGet: fn(['word'], 'boolean'),
  get: fn(['word'], 'void'),
  put: fn(['word'], 'boolean'),
  freeze: fn(['word', 'expected'], 'boolean'),
  unfreeze: fn(['word', 'references'], 'void'),
  count: fn(['value'], 'i32'),
};

const PER_THREAD_WORDS = 'export const PER_THREAD_WORDS: i32 = 1; // words of each worker for a page';

/** Optional exports of a protocol: of each group all, or none. */
const OPTIONAL: readonly Readonly<Record<string, Required>>[] = [
  // Several references in one access.
  { tryGetMany: fn(['word', 'references'], 'boolean'), putMany: fn(['word', 'references'], 'boolean') },
  // Dead words, if they are not told by the bits of FREE.
  { isDead: fn(['value'], 'boolean') },
  // Words of each worker for each page, and the count in all of a page's words.
  {
    PER_THREAD_WORDS: { type: 'i32', text: PER_THREAD_WORDS },
    countAt: fn(['word'], 'i32'),
  },
];

function fn(parameters: readonly string[], type: string): Required {
  const list = parameters.map((name) => `${name}: i32`).join(', ');
  return { parameters: parameters.map(() => 'i32'), type, text: `(${list}): ${type}` };
}

type Exports = ReadonlyMap<string, Callable | Variable>;

/** All that is missing or different in `exported`. `placeOf`: where a name is exported, and the end of the file for none. */
export function contractComplaints(exported: Exports, placeOf: (name?: string) => number): Complaint[] {
  const complaints: Complaint[] = [];
  const begun = OPTIONAL.filter((group) => Object.keys(group).some((name) => exported.has(name)));
  for (const [name, required] of [CONTRACT, ...begun].flatMap((part) => Object.entries(part))) {
    const wanted = required.parameters ? `export function ${name}${required.text}` : required.text;
    const found = exported.get(name);
    if (!found) {
      const near = [...exported.keys()].find((other) => !(other in CONTRACT) && distance(other, name) <= 2);
      const hint = near === undefined ? '' : ` (there is ${near})`;
      complaints.push({ at: placeOf(), message: `the export ${name} is missing${hint}: write ${wanted}` });
    } else if (!hasShape(found, required)) {
      complaints.push({ at: placeOf(name), message: `${name} is ${shapeText(found)}: write ${wanted}` });
    }
  }
  const words = exported.get('PER_THREAD_WORDS');
  if (words?.kind === 'variable' && perThreadWordsIn(exported) === 0) {
    const message = `PER_THREAD_WORDS is ${words.initial}, not one of 1 to ${MOST_WORKER_WORDS}: write ${PER_THREAD_WORDS}`;
    complaints.push({ at: placeOf('PER_THREAD_WORDS'), message });
  }
  return complaints;
}

/** The words that each worker has for a page; 0: none, or a number that is refused. */
export function perThreadWordsIn(exported: Exports): number {
  const words = exported.get('PER_THREAD_WORDS');
  if (words?.kind !== 'variable' || !words.isConstant) return 0;
  return words.initial >= 1 && words.initial <= MOST_WORKER_WORDS ? words.initial : 0;
}

/** Returns whether a protocol takes and drops more than one reference in one access. */
export function hasMany(exported: Exports): boolean {
  return Object.keys(OPTIONAL[0] ?? {}).every((name) => exported.has(name));
}

function hasShape(found: Callable | Variable, required: Required): boolean {
  if (!required.parameters) return found.kind === 'variable' && found.isConstant && found.type === required.type;
  return (
    found.kind !== 'variable' && typesOf(found).join() === required.parameters.join() && found.returns === required.type
  );
}

function shapeText(found: Callable | Variable): string {
  if (found.kind !== 'variable') return `(${typesOf(found).join(', ')}): ${found.returns}`;
  return found.isConstant ? `of type ${found.type}` : 'a variable';
}

function typesOf({ parameters }: Callable): string[] {
  return parameters.map((one) => (typeof one === 'string' ? one : one.type));
}
