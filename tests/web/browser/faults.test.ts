// What becomes of workers that throw, end or hang in a browser, and of files that cannot be loaded: it is said, and nobody
// waits for ever.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { RaceResult } from '../../../src/results/race-result.js';
import { bundle } from '../../../src/web/bundle.js';
import { serveFiles } from '../../../src/web/server.js';
import { filesOfSite } from '../../../src/web/site.js';
import { browserOr, browserPath } from '../../chromium.js';
import { STRUCK } from '../../harness/race/struck.js';
import { site } from './page.js';

const HANGING = fileURLToPath(new URL('hanging.ts', import.meta.url));

/** A kernel whose worker 1 is struck in its run. */
function struck(fault: string): string {
  return `let me = 0, times = 0;
    return { setup(w) { me = w; }, populate() { times++; }, run() { if (me === 1 && times === 2) { Atomics.add(words, ${STRUCK}, 1); ${fault} } } };`;
}

describe.skipIf(!browserPath)(`faults on the page${browserOr}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-hanging-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const { open, complaints } = site(async () => {
    await bundle([HANGING], folder);
    return serveFiles(new Map([...filesOfSite(), ...filesOfSite(folder)]), { port: 0, address: '127.0.0.1' });
  });

  async function raceWith(text: string, hangs: boolean, stockDeadlineMs = 60_000): Promise<RaceResult> {
    const page = await open();
    // As text: the test runner would change an import().
    const call = `import('/hanging.js').then(({ raceWith }) => raceWith(${JSON.stringify(text)}, ${hangs}, ${stockDeadlineMs}))`;
    return page.evaluate<RaceResult>(call);
  }

  test.each([
    ['throws', 'throw new Error("struck");', /worker 1 .* died while running: struck/],
    ['ends', 'close(); for (;;);', /worker 1 .* hung while running and was terminated/],
    ['hangs', 'for (;;);', /worker 1 .* hung while running and was terminated/],
  ])('a worker that %s: the race ends, is inconclusive and says so', async (_, fault, note) => {
    const { verdict, notes } = await raceWith(struck(fault), fault.includes('for (;;);'));
    expect(verdict).toBe('inconclusive');
    expect(notes.join('\n')).toMatch(note);
    expect(notes.join('\n')).not.toContain('worker 0');
  });

  test.each([
    ['throws', 'throw new Error("struck");', 60_000, 'taking stock failed: struck'],
    ['hangs', 'for (;;);', 200, 'taking stock failed: count() had not returned after 0.2 s'],
  ])('count() %s: the race is inconclusive and says so', async (_, fault, deadlineMs, note) => {
    const text = `return { setup() {}, populate() {}, run() { Atomics.add(words, ${STRUCK}, 1); },
      restingWord: () => 0, countOf() { ${fault} } };`;
    const { verdict, notes } = await raceWith(text, false, deadlineMs);
    expect(verdict).toBe('inconclusive');
    expect(notes).toContain(note);
  });

  test('kernels that cannot be loaded are said, and asked for again', async () => {
    const page = await open('#race');
    const panel = page.locator('#panel-race');
    await page.route('**/stalled.wasm.bin', (route) => route.abort());
    await panel.locator('.start').click();
    await panel.locator('.problem').getByText('stalled.wasm.bin cannot be loaded').waitFor();
    expect(complaints().length).toBeGreaterThan(0);
    await page.unroute('**/stalled.wasm.bin');
    await panel.locator('.start').click();
    await panel.locator('.story').getByText('stolen free').waitFor();
    expect(await panel.locator('.problem').textContent()).toBe('');
  });
});
