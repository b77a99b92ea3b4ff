// Tests of what becomes of workers that throw, end or hang in a browser, and of files that cannot be loaded: it is
// said, and nobody waits for ever.

import { describe, expect, test } from 'vitest';
import type { RaceResult } from '../../../src/results/race-result.js';
import { browserOr, browserPath } from '../../browser.js';
import { STRUCK } from '../../harness/race/struck.js';
import { callInPage, serveWithScript } from './bundled.js';
import { site } from './page.js';

/** A kernel whose worker 1 is struck in its run. */
function struck(fault: string): string {
  return `let me = 0, times = 0;
    return { setup(w) { me = w; }, populate() { times++; },
      run() { if (me === 1 && times === 2) { Atomics.add(words, ${STRUCK}, 1); ${fault} } } };`;
}

describe.skipIf(!browserPath)(`faults on the page${browserOr}`, () => {
  const { open, complaints } = site(serveWithScript);

  test('a worker that throws, ends or hangs, or a count() that does: the race is inconclusive and says so', async () => {
    const page = await open();
    for (const [fault, hangs, note] of [
      ['throw new Error("struck");', false, /worker 1 .* died while running: struck/],
      ['close(); for (;;);', true, /worker 1 .* was still running after the interrupt and was terminated/],
      ['for (;;);', true, /worker 1 .* was still running after the interrupt and was terminated/],
    ] as const) {
      const { verdict, notes } = await callInPage<RaceResult>(page, 'raceWith', struck(fault), hangs, 60_000);
      expect(verdict).toBe('inconclusive');
      expect(notes.join('\n')).toMatch(note);
      expect(notes.join('\n')).not.toContain('worker 0');
    }
    for (const [fault, deadlineMs, note] of [
      ['throw new Error("struck");', 60_000, 'the final audit failed: struck'],
      ['for (;;);', 200, 'the final audit failed: count() had not returned after 0.2 s'],
    ] as const) {
      const text = `return { setup() {}, populate() {}, run() { Atomics.add(words, ${STRUCK}, 1); },
        countOf() { ${fault} } };`;
      const { verdict, notes } = await callInPage<RaceResult>(page, 'raceWith', text, false, deadlineMs);
      expect(verdict).toBe('inconclusive');
      expect(notes).toContain(note);
    }
  });

  test('a page that cannot be loaded whole says so', async () => {
    const page = await open('', { prepare: (fresh) => fresh.route('**/package.bin', (route) => route.abort()) });
    await page.locator('#problem').getByText('package.bin cannot be loaded').waitFor();
    expect(complaints().length).toBeGreaterThan(0);
  });
});
