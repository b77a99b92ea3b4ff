// Measurements on the page.

import { describe, expect, test } from 'vitest';
import { browserOr, browserPath } from '../../browser.js';
import { site, unfolded } from './page.js';

describe.skipIf(!browserPath)(`measurements on the page${browserOr}`, () => {
  const { open } = site();

  test('every point is measured, drawn and tabled, and the page says what a browser cannot do', async () => {
    const page = await open('#scale');
    const panel = await unfolded(page.locator('#panel-scale'));
    expect(await panel.textContent()).toContain('Pin threads to CPUs, choose the compiler');
    await panel.locator('select[name=trials]').selectOption('3');
    await panel.locator('select[name=duration]').selectOption('50');
    await panel.locator('.start').click();
    await panel.locator('.measured .charts svg').first().waitFor();
    await panel.locator('.measured details summary').click();
    const protocols = await panel.locator('.measured tbody tr td:nth-child(2)').allTextContents();
    expect(new Set(protocols)).toEqual(new Set(['old', 'v4']));
    const warnings = await panel.locator('.warnings').textContent();
    expect(warnings).toContain('a browser cannot pin threads');
    expect(warnings).toContain('a browser chooses the compiler by itself');
    expect(await panel.locator('.course').isVisible()).toBe(false);
  });

  test('a link is its choices, protocols too', async () => {
    const page = await open('#scale?protocol=old,sticky&workload=free&trials=3');
    const panel = page.locator('#panel-scale');
    const chosen = await panel
      .locator('input:checked')
      .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('value')));
    expect(chosen).toEqual(['old', 'sticky']);
    expect(await panel.locator('.chosen').textContent()).toContain('Trials of each point: 3');
    await panel.locator('input[value=v4]').check();
    await page.waitForURL(
      /#scale\?protocol=old%2Cv4%2Csticky&workload=free&|#scale\?workload=free&protocol=old%2Cv4%2Csticky&/,
    );
    await page.evaluate("location.hash = '#scale?protocol=nobody'");
    await panel.getByRole('alert').getByText('asks for Protocols "nobody", which cannot be chosen here').waitFor();
  });

  test('without a protocol there is nothing to measure, and that is said', async () => {
    const panel = (await open('#scale')).locator('#panel-scale');
    for (const name of ['old', 'v4']) await panel.locator(`input[value=${name}]`).uncheck();
    await panel.locator('.start').click();
    await panel.locator('.problem').getByText('at least one protocol is needed').waitFor();
  });

  test('one that is stopped shows what there is, greyed where the choices have changed meanwhile', async () => {
    const panel = await unfolded((await open('#scale')).locator('#panel-scale'));
    await panel.locator('select[name=duration]').selectOption('1000');
    await panel.locator('.start').click();
    await panel.locator('.course').getByText(/^1 of/).waitFor();
    await panel.locator('select[name=duration]').selectOption('50');
    await panel.locator('.stop').click();
    await panel.locator('.measured.outdated').getByText('Stopped: fewer trials than asked for.').waitFor();
  });
});
