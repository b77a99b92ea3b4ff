// Checks on the page: how they are stopped, refused and shown, and violations that the reader finds by hand. What they
// say is held against Node in matrix.test.ts.

import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { browserOr, browserPath } from '../../browser.js';
import { check } from '../../runs.js';
import { type Settings, site, unfolded } from './page.js';

/** For the page: whether the keyboard still speaks to the threads. */
const FOCUS_STAYS = `document.querySelector('.by-hand').contains(document.activeElement)`;

describe.skipIf(!browserPath)(`checks on the page${browserOr}`, () => {
  const { open } = site();

  test('a check that takes long is stopped with what it has', async () => {
    const page = await open('#check');
    await page.getByLabel('Protocol').selectOption('biased');
    await page.getByLabel('Scenario').selectOption('mixed');
    await unfolded(page.locator('#panel-check'));
    await page.locator('select[name=threads]').first().selectOption('4');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.locator('.working').getByText('states').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('.answer').getByText('inconclusive').waitFor();
    await page.getByText(/^Interrupted at [\d,]+ states/).waitFor();
  });

  test('what cannot be checked is refused in the words of the command line', async () => {
    const page = await open('#check');
    await page.getByLabel('Scenario').selectOption('mixed');
    await unfolded(page.locator('#panel-check'));
    await page.getByLabel('Memory ordering').selectOption('lkmm');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('alert').getByText('under lkmm the scenarios email').waitFor();
    await page.getByLabel('Scenario').selectOption('email');
    await page.getByRole('button', { name: 'Be the scheduler' }).click();
    await page.getByRole('alert').getByText('take the memory sc or ra').waitFor();
  });

  test('a link is its choices: the check begins by itself, going back goes back, and a change greys the result', async () => {
    const page = await open('#check?protocol=v5&scenario=stale&rounds=2');
    const panel = page.locator('#panel-check');
    const facts = panel.locator('.outcome .facts').first();
    await facts.getByText(/^check: v5 in stale, .*2 rounds each/).waitFor();
    await panel.getByLabel('Protocol').selectOption('old');
    await panel.locator('.outcome.outdated').waitFor();
    await page.waitForURL(/#check\?protocol=old&scenario=stale&.*rounds=2/);
    await page.reload();
    await facts.getByText('check: old in stale').waitFor();
    await page.goBack();
    await facts.getByText('check: v5 in stale').waitFor();
    expect(await panel.locator('.outcome.outdated').count()).toBe(0);
    await page.evaluate("location.hash = '#check?protocol=<b>x</b>'");
    await panel.getByRole('alert').getByText('asks for Protocol "<b>x</b>", which cannot be chosen here').waitFor();
    await panel.locator('.outcome.outdated').waitFor();
    await page.evaluate("location.hash = '#check?protocol=v4&protocol=old&x=1'");
    await panel.getByRole('alert').getByText('asks for protocol "v4" and protocol "old" and x "1"').waitFor();
  });

  test('an address leaves to the scenario, and to the page, what it does not name, whatever was chosen before', async () => {
    const page = await open('#check?scenario=folio-walker&reclaim=grace&section=none');
    const panel = page.locator('#panel-check');
    const facts = panel.locator('.outcome .facts').first();
    await facts.getByText(/^check: v4 in folio-walker, 3 threads.*, reclaim grace/).waitFor();
    await page.evaluate("location.hash = '#check?scenario=two-puts&protocol=old'");
    await facts.getByText('check: old in two-puts, 2 threads').waitFor();
    expect(await panel.locator('.problem').textContent()).toBe('');
    await page.evaluate("location.hash = '#check?scenario=folio-walker'");
    await facts.getByText(/^check: v4 in folio-walker, 3 threads/).waitFor();
    expect(await facts.textContent()).not.toContain('grace');
    await page.evaluate("location.hash = '#check?protocol='");
    await panel.getByRole('alert').getByText('asks for Protocol "", which cannot be chosen here').waitFor();
    expect(await panel.getByLabel('Protocol').inputValue()).toBe('v4');
  });

  test('a proof says what is proved, what is not judged, and what it assumes', async () => {
    const page = await open('#check?protocol=freeze-first&scenario=pin&threads=any&dtor=looked-up');
    await page.locator('.headline').getByText('✓ clean: proved for any number of threads and rounds').waitFor();
    const told = page.getByRole('region', { name: 'For any number of threads and rounds' });
    expect(await told.getByRole('row', { name: /^proved/ }).textContent()).toContain('stolen free; type confusion');
    await told.getByRole('row', { name: 'not judged livelock; lost overflow' }).waitFor();
    await told.getByRole('row', { name: /^assumed sequential consistency, one page/ }).waitFor();
  });

  test('the witness plays, and its lines lead to the sources', async () => {
    const page = await open('#check');
    await page.getByRole('button', { name: 'Check' }).click();
    const player = page.locator('.player').first();
    await player.getByRole('button', { name: 'To the end' }).click();
    expect(await player.locator('.position').textContent()).toBe('16 / 16');
    expect(await player.locator('.said').textContent()).toContain('runs the destructor of X on a page of type Y');
    await player.locator('a.source').last().click();
    expect(await page.locator('.listing .shown').isVisible()).toBe(true);
    expect(new URL(page.url()).hash).toMatch(/^#check\?/);
  });
});

describe.skipIf(!browserPath)(`the reader's own attempts${browserOr}`, () => {
  const { open } = site();

  async function tryIt(settings?: Settings): Promise<Page> {
    const page = await open('#check', settings);
    await page.getByRole('button', { name: 'Be the scheduler' }).click();
    await page.locator('.thread').first().waitFor();
    return page;
  }
  const saidIn = (page: Page): Promise<string | null> => page.locator('.by-hand .said').textContent();

  test('the type confusion of the report, by the keyboard alone', async () => {
    const { witness } = await check({});
    const page = await tryIt();
    const count = page.locator('.by-hand .memory [data-cell=refcount] dd');
    expect(await count.textContent()).toBe('FROZEN frozen');
    await page.keyboard.press('Shift+Digit1');
    expect(await count.textContent()).toBe('0 staged for freeing');
    await page.locator('.thread.window').getByText('v4.ts:').waitFor();
    for (const key of ['Shift+Digit2', 'Shift+Digit2', 'Shift+Digit3']) await page.keyboard.press(key);
    expect(await page.locator('.found').textContent()).toBe('');
    await page.keyboard.press('Digit1');
    const found = page.getByRole('alert').filter({ hasText: 'type confusion, stolen free' });
    expect(await found.textContent()).toContain(`reftorture replay ${witness?.token}`);
    expect(await saidIn(page)).toContain('it runs the destructor of X on a page of type Y');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('.found').textContent()).toBe('');
    expect(await page.locator('.by-hand .position').textContent()).toBe('step 15');
    await page.keyboard.press('Home');
    expect(await saidIn(page)).toBe('Nobody has moved yet: every page is free.');
    expect(await count.textContent()).toBe('FROZEN frozen');
  });

  test('step by step along the shortest schedule, by the buttons', async () => {
    const { witness } = await check({});
    const page = await tryIt({ viewport: { width: 390, height: 600 } });
    for (const { thread } of witness?.steps ?? []) {
      const name = `T${thread + 1}`;
      const button = page.getByRole('article', { name }).getByRole('button', { name: new RegExp(`step, ${name}: `) });
      await button.click();
      expect(await page.evaluate(FOCUS_STAYS)).toBe(true);
    }
    await page.locator('.found').getByText('type confusion, stolen free').waitFor();
    const place = await page.locator('.found').boundingBox();
    expect(place?.y).toBeGreaterThanOrEqual(0);
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(600);
    expect(await page.locator('.by-hand tr.violation').count()).toBe(1);
    await page.locator('.by-hand tr.violation a.source').click();
    expect(await page.locator('.listing .shown').isVisible()).toBe(true);
    expect(new URL(page.url()).hash).toMatch(/^#check\?/);
  });

  test('what can go wrong from here, and the shortest way there by its button alone', async () => {
    const page = await tryIt();
    const ahead = page.locator('.by-hand .ahead');
    const look = page.getByRole('button', { name: 'What can go wrong from here?' });
    await look.click();
    const way = ahead.getByRole('listitem').filter({ hasText: 'type confusion, stolen free' });
    await way.waitFor();
    expect(await way.textContent()).toContain('in 16 steps: T1 ×5, T2 ×5, T3 ×5, T1');
    expect(await ahead.getByRole('listitem').count()).toBe(1);
    for (let left = 16; left > 0; left--) await way.getByRole('button').click();
    await page.locator('.found').getByText('type confusion, stolen free').waitFor();
    expect(await ahead.textContent()).toBe('');
    await look.click();
    await ahead.getByText('Nothing more can go wrong from here').waitFor();

    // It is forgotten when the reader leaves it.
    await page.keyboard.press('Home');
    await look.click();
    await way.waitFor();
    await page.keyboard.press('Digit2');
    expect(await way.count()).toBe(0);
  });

  test('whatever is asked for last is shown', async () => {
    const page = await open('#check');
    await page.evaluate("for (const name of ['try', 'start']) document.querySelector('#panel-check .' + name).click()");
    await page.locator('.answer').getByText('violated').waitFor();
    expect(await page.locator('.by-hand').count()).toBe(0);
  });
});
