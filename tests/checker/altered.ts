// Checks of sources that were altered in one place, as a mistake in them would be: who explores them must notice.

import { runCheck } from '../../src/checker/check.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';
import type { CheckResult } from '../../src/results/check-result.js';
import { programOf } from './portable.js';

/** A text in the sources, and its replacement. */
export type Alteration = readonly [find: string, replacement: string];

/** @throws Error for an alteration whose place is not there exactly once: the sources have changed, and so must the test. */
export function checkAltered(request: CheckRequest, alterations: readonly Alteration[]): CheckResult {
  const resolved = resolveCheck(request);
  const protocolFile = resolved.protocol.file;
  const texts = new Map(programOf({ protocolFile }).files.map(({ path, text }) => [path, text]));
  for (const [find, replacement] of alterations) {
    const places = [...texts].filter(([, text]) => text.includes(find));
    const [[path, text] = ['', '']] = places;
    if (places.length !== 1 || text.split(find).length !== 2) throw new Error(`the sources do not have once: ${find}`);
    texts.set(
      path,
      text.replace(find, () => replacement),
    );
  }
  return runCheck(resolved, { program: programOf({ protocolFile, texts }), digest: '' });
}
