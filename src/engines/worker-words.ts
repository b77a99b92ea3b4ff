// Whether a protocol has words of each worker for each page, and how many: what its file says by its export WORKER_WORDS.

import { join } from 'node:path';
import { host } from '#host';
import { importTarget } from './portable-imports.js';
import { withoutComments } from './source-text.js';
import { isOpenName, KERNEL_ENTRY, SOURCE_ROOT } from './sources.js';

/** More would not fit beside a page of the model, which is as small as its fields allow. */
export const MOST_WORKER_WORDS = 4;

/**
 * The words that each worker has for a page, in the protocol of `file`; 0: it counts in one word, or says what vetting
 * refuses.
 */
export function workerWordsOf(file: string, seen: readonly string[] = []): number {
  const text = withoutComments(host.readText(file));
  const [, own] = /\bexport\s+const\s+WORKER_WORDS\b[^=]*=\s*(\d+)\s*;/.exec(text) ?? [];
  if (own !== undefined) return Number(own) <= MOST_WORKER_WORDS ? Number(own) : 0;
  for (const [, names, specifier = ''] of text.matchAll(/\bexport\s*(\*|\{[^}]*\})\s*from\s*['"]([^'"]+)['"]/g)) {
    const target = importTarget(specifier, file);
    if (target === undefined || isOpenName(target) || seen.includes(target)) continue;
    if (names === '*' || /\bWORKER_WORDS\b/.test(names ?? '')) {
      const found = workerWordsOf(target, [...seen, file]);
      if (found > 0) return found;
    }
  }
  return 0;
}

/** The file behind `#worker-words` in a kernel of `protocolFile`. */
export function workerWordsFile(protocolFile: string): string {
  return workerWordsOf(protocolFile) > 0 ? protocolFile : join(SOURCE_ROOT, 'pages/one-word.ts');
}

/** The entry module of a kernel of `protocolFile`, relative to the source root. */
export function kernelEntry(protocolFile: string): string {
  return workerWordsOf(protocolFile) > 0 ? 'actors/worker-words-kernel.ts' : KERNEL_ENTRY;
}

/** The same of its model. */
export function modelEntry(protocolFile: string): string {
  return workerWordsOf(protocolFile) > 0 ? 'actors/worker-words-model.ts' : 'actors/model.ts';
}
