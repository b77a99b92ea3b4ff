// The page for everybody: axe finds nothing on any panel or result, light or dark; nothing is smaller than 12 pixels; Enter
// runs from every field; and without JavaScript the page says what it is.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserName, browserOr, browserPath } from '../../browser.js';
import { isPlayed } from '../../slow.js';
import { passTime, raceUntilFound, STANDING_CLOCK, site } from './page.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = {
  resultTypes: ['violations'],
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  // WCAG 2.5.3, which axe calls experimental.
  rules: { 'label-content-name-mismatch': { enabled: true } },
};

/** The dark differs in colours alone. */
const COLOURS = { resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] };

/** Returns what axe finds in `page` by `rules`: the rule, and the elements. */
function findings(page: Page, rules: object): Promise<string[]> {
  return page.evaluate(`(async () => {
    if (!globalThis.axe) { ${AXE} }
    const { violations } = await axe.run(document, ${JSON.stringify(rules)});
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => id + ': ' + html.slice(0, 200) + ' ' + (any[0]?.message ?? '')));
  })()`);
}

/** Returns texts that are seen and smaller than 12 pixels. Those of pictures count as they are drawn. */
function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('body *')].filter((element) => {
    if (!element.checkVisibility() || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
    const { a, b } = element.getScreenCTM?.() ?? { a: 1, b: 0 };
    return parseFloat(getComputedStyle(element).fontSize) * Math.hypot(a, b) < 11.99;
  }).map((element) => element.outerHTML.slice(0, 200))`);
}

/** Of each panel, and of results: the address, how it is brought about, and what is there when it is whole. */
const STATES: readonly (readonly [
  name: string,
  fragment: string,
  bringAbout: ((panel: Locator) => Promise<void>) | undefined,
  whole: string,
])[] = [
  ['the story', '', undefined, '#panel-story .start'],
  ['a race of the story', '', raceUntilFound, '#panel-story .story'],
  ['a check', '#check?protocol=v4', undefined, '#panel-check .player'],
  ['a proof', '#check?protocol=old&scenario=pin&threads=any&dtor=looked-up', undefined, '#panel-check .answer'],
  ['an attempt by hand', '#check?protocol=v4', (panel) => panel.locator('.try').click(), '.by-hand .thread'],
  ['a clean race', '#race?protocol=old&stall=none', raceAWhile, '#panel-race .account .facts'],
  ['the editor', '#write', undefined, '#panel-write .answers .player'],
  ['a measurement', '#scale?trials=3&duration=50', start, '#panel-scale .charts svg'],
  ['no results', '#results', undefined, '#panel-results input'],
];

/** Names of the states that are looked at in the dark, too, whose colours are a few variables, and as results. */
const ALSO_DARK = STATES.filter((_, row) => isPlayed(row, 2, 3)).map(([name]) => name);

function start(panel: Locator): Promise<void> {
  return panel.locator('.start').click();
}

/** Races where the clock stands. */
async function raceAWhile(panel: Locator): Promise<void> {
  await start(panel);
  await endSoon(panel);
}

/** Ends the one race of `panel`, where the clock stands, once it has done something. */
async function endSoon(panel: Locator): Promise<void> {
  const operations = panel.locator('.counters tr', { hasText: 'operations' }).locator('td');
  await operations.filter({ hasText: /^[1-9]/ }).waitFor();
  await passTime(panel.page());
}

describe.skipIf(!browserPath)(`the page for everybody${browserOr}`, () => {
  const { open, complaints } = site();

  /** Returns what axe finds in the light, and `alsoDark` in the dark. Firefox is dark. */
  async function findingsIn(page: Page, alsoDark: boolean): Promise<string[]> {
    const found: string[] = [];
    const [dark, light] = [['dark', COLOURS] as const, ['light', RULES] as const];
    const isSwitched = browserName !== 'Firefox';
    for (const [colorScheme, rules] of isSwitched ? [...(alsoDark ? [dark] : []), light] : [['dark', RULES] as const]) {
      if (isSwitched) await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(`matchMedia('(prefers-color-scheme: ${colorScheme})').matches`)).toBe(true);
      found.push(...(await findings(page, rules)).map((finding) => `${colorScheme}: ${finding}`));
    }
    return found;
  }

  test.each(STATES)('axe finds nothing, light or dark, and nothing is too small: %s', async (...state) => {
    const [name, fragment, bringAbout, whole] = state;
    const more = ALSO_DARK.includes(name);
    const page = await open(fragment, bringAbout === raceAWhile ? STANDING_CLOCK : {});
    await bringAbout?.(page.locator('#panels > section:not([hidden])'));
    await page.locator(whole).first().waitFor();
    for (const fold of await page.locator('summary:visible').all()) await fold.click();
    expect(await findingsIn(page, more)).toEqual([]);
    expect(await smallTexts(page)).toEqual([]);
    if (bringAbout === undefined || !more) return;
    await page.evaluate("location.hash = '#results'");
    await page.locator('#panel-results').waitFor();
    for (const fold of await page.locator('#panel-results summary').all()) await fold.click();
    expect(await findingsIn(page, more)).toEqual([]);
  });

  test('Enter runs from every field of a form', async () => {
    const page = await open('#check');
    for (const panel of ['check', 'race', 'scale']) {
      await page.evaluate(`location.hash = '#${panel}'`);
      await page.locator(`#panel-${panel} form details.more > summary`).click();
      await page.evaluate(`globalThis.clicks = 0;
        document.querySelector('#panel-${panel} .start').addEventListener('click', (event) => { clicks++; event.stopImmediatePropagation(); }, true);`);
      const fields = await page.locator(`#panel-${panel} form :is(select, input):visible`).all();
      expect(fields.length).toBeGreaterThan(3);
      for (const field of fields) await field.press('Enter');
      expect(await page.evaluate('clicks'), panel).toBe(fields.length);
    }
  });

  test('the answer of a link is seen on a phone without scrolling', async () => {
    const page = await open('#check?protocol=v4', { viewport: { width: 390, height: 844 } });
    await page.locator('.answer').waitFor();
    const place = await page.locator('.answer').boundingBox();
    expect((place?.y ?? 844) + (place?.height ?? 0)).toBeLessThan(844);
  });

  test('the focus stays where it is when a run ends', async () => {
    const page = await open('#race?protocol=old&stall=none', STANDING_CLOCK);
    await page.locator('#panel-race .start').click();
    await page.locator('#panel-race select[name=protocol]').focus();
    await endSoon(page.locator('#panel-race'));
    await page.locator('#panel-race .start:enabled').waitFor();
    expect(await page.evaluate('document.activeElement.name')).toBe('protocol');
    await page.locator('#panel-race .start').press('Enter');
    await page.locator('#panel-race .stop').press('Enter');
    await page.locator('#panel-race .start:focus').waitFor();
  });

  // Firefox has no switch for it by which a test can reach it.
  test.skipIf(browserName === 'Firefox')('without JavaScript the page says what it is', async () => {
    const page = await open('', { javaScriptEnabled: false, ready: 'noscript' });
    expect(await page.locator('noscript').textContent()).toContain('it needs JavaScript');
    expect(await page.locator('.loading').isVisible()).toBe(false);
    complaints(); // of scripts that the page names, and the browser does not load
  });
});
