// Races on the page: real threads of a real browser.

import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserOr, browserPath } from '../../browser.js';
import { inSlow } from '../../slow.js';
import { passTime, raceUntilFound, STANDING_CLOCK, site, unfolded } from './page.js';

/** The panel of races, with `choices` made by the names of its selects. */
async function panelOf(page: Page, choices: Readonly<Record<string, string>> = {}): Promise<Locator> {
  const panel = await unfolded(page.locator('#panel-race'));
  for (const [name, value] of Object.entries(choices)) await panel.locator(`select[name=${name}]`).selectOption(value);
  return panel;
}

/** The cells of a row of counters. */
function row(panel: Locator, name: string): Locator {
  return panel
    .locator('.counters tr')
    .filter({ has: panel.page().locator('th', { hasText: new RegExp(`^\\s*${name}$`) }) })
    .locator('td');
}

/** Ends what runs in `panel`, where the clock stands: a race once it has done something, and so the natural one after it. */
async function endBoth(panel: Locator): Promise<void> {
  const operations = row(panel, 'operations');
  for (const which of [operations.first(), operations.last()]) {
    await which.filter({ hasText: /^[1-9]/ }).waitFor();
    await passTime(panel.page());
  }
  await panel.locator('.start:not([disabled])').waitFor();
}

describe.skipIf(!browserPath)(`races on the page${browserOr}`, () => {
  const { open } = site();

  test('the page opens on the story: v4 and old side by side, the verdict first', async () => {
    const page = await open('', STANDING_CLOCK);
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    const panel = page.locator('#panel-story');
    await panel.getByRole('button', { name: 'Run old and v4 side by side' }).click();
    await panel.locator('.tally.bad').getByText('v4').waitFor();
    await passTime(page);
    await panel.locator('.tally', { hasText: 'old' }).filter({ hasText: 'pages freed' }).waitFor();
    await passTime(page); // the races run one after the other where there are few cores
    await panel
      .locator('.headline')
      .getByText(/^v4: [1-9][\d,]* stolen frees? in .*; old: none in /)
      .waitFor();
    expect(await panel.locator('.story').textContent()).toContain('It ran the destructor of ');
    expect(await panel.getByRole('link', { name: 'Check every interleaving of old' }).getAttribute('href')).toBe(
      '#check?protocol=old&scenario=email',
    );
  });

  test('the time of a violation is that of the race, also on a machine that has slept since the page was opened', async () => {
    // A thread has its origin from the time of day, which went on for an hour while the clock of the page stood.
    const sleep = "Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin - 3_600_000 })";
    const page = await open('#race', { prepare: (opened) => opened.addInitScript(sleep) });
    const panel = await panelOf(page, { duration: '30000' });
    await raceUntilFound(panel);
    expect((await row(panel, 'first after').allTextContents())[0]).toMatch(/^(?:[\d.]+ [µm]s|\d{1,2}\.\d+ s)$/);
  });

  test.each(inSlow(['wasm', 'js'], ['wasm']))(
    'v4 held up on %s shows the type confusion, and the page tells how',
    async (engine) => {
      const panel = await panelOf(await open('#race'), { engine, duration: '30000' });
      await panel.locator('.start').click();
      // Until it shows, however busy the machine is.
      await row(panel, 'type confusion, stolen free')
        .first()
        .filter({ hasText: /^[1-9]/ })
        .waitFor();
      await panel.locator('.stop').click();
      await panel.locator('.start:not([disabled])').waitFor();
      const [stalled] = await row(panel, 'verdict').allTextContents();
      expect(stalled).toBe('✗ violated');
      const tale = (await panel.locator('.story').textContent()) ?? '';
      expect(tale).toMatch(new RegExp(`^type confusion, stolen free \\(v4, ${engine}, .* after the start, page 0\\):`));
      expect(tale).toContain('It ran the destructor of ');
      expect((await row(panel, 'stolen free').allTextContents())[0]).toMatch(/^[1-9]/);
      expect(await panel.locator('.charts svg').getAttribute('aria-label')).toContain('stolen frees, stalled');
      expect(await panel.locator('.problem').textContent()).toBe('');
    },
  );

  test('old is clean, and so is the same race with nobody held up beside it; the page says what that is worth', async () => {
    const panel = await panelOf(await open('#race', STANDING_CLOCK), { protocol: 'old' });
    await panel.locator('.start').click();
    // The counters keep the focus while they change.
    const region = panel.getByRole('region', { name: 'Counters of the race' });
    await region.focus();
    await endBoth(panel);
    expect(await region.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    expect(await panel.locator('.counters thead').textContent()).toBe('stallednatural');
    const operations = await row(panel, 'operations').allTextContents();
    expect(operations).toEqual([expect.stringMatching(/^[1-9]/), expect.stringMatching(/^[1-9]/)]);
    expect(await row(panel, 'verdict').allTextContents()).toEqual(['✓ clean', '✓ clean']);
    expect(await panel.locator('.account').textContent()).toContain('not a proof');
    expect(await panel.locator('.story').count()).toBe(0);
  });

  test('a scenario has the threads that it needs', async () => {
    const panel = await panelOf(await open('#race', STANDING_CLOCK), { scenario: 'getters', stall: 'none' });
    expect(await panel.locator('select[name=threads]').inputValue()).toBe('4');
    await panel.locator('.start').click();
    await endBoth(panel);
    expect(await row(panel, 'verdict').first().textContent()).toMatch(/violated|clean/);
  });

  test('a race that is stopped ends with what there is, and no other begins', async () => {
    const panel = await panelOf(await open('#race'), { duration: '30000' });
    await panel.locator('.start').click();
    await row(panel, 'operations').first().getByText(/[1-9]/).waitFor();
    await panel.locator('.stop').click();
    await panel.locator('.account').getByText('interrupted: the result covers the time until then').waitFor();
    await panel.locator('.start:not([disabled])').waitFor();
    expect(await row(panel, 'verdict').last().textContent()).toMatch(/^–/);
  });

  test('a race ends when the reader turns to another panel', async () => {
    const page = await open('#race');
    const panel = await panelOf(page, { duration: '30000' });
    await panel.locator('.start').click();
    await row(panel, 'operations').first().getByText(/[1-9]/).waitFor();
    await page.evaluate("location.hash = '#scale'");
    await page.locator('#panel-scale').waitFor();
    await panel.locator('.start:not([disabled])').waitFor({ state: 'attached' });
    expect(await panel.locator('.account').textContent()).toContain('interrupted');
  });
});
