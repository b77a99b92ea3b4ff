// Checks of sources that were altered in one place, as a mistake in them would be: who explores them must notice.

import { runCheck } from '../../src/checker/check.js';
import { make } from '../../src/engines/make.js';
import { bundleFor, sourcesOf } from '../../src/engines/store.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';
import type { CheckResult } from '../../src/results/check-result.js';

/** What to find in the sources, and what stands there instead. */
export type Alteration = readonly [find: string, replacement: string];

/** @throws Error for an alteration whose place is not there exactly once: the sources have changed, and so must the test. */
export async function checkAltered(request: CheckRequest, alterations: readonly Alteration[]): Promise<CheckResult> {
  const resolved = resolveCheck(request);
  const bundle = await bundleFor(sourcesOf(resolved), { make });
  let { text } = bundle;
  for (const [find, replacement] of alterations) {
    const places = text.split(find).length - 1;
    if (places !== 1) throw new Error(`the sources have ${places} times: ${find}`);
    text = text.replace(find, () => replacement);
  }
  return runCheck(resolved, { ...bundle, text });
}
