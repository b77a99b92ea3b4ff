// Answers on the page: neutral, with their curves, and safe whatever the file says.

import { describe, expect, test } from 'vitest';
import { interruptionCharts } from '../../../src/report/charts/charts.js';
import { htmlReport } from '../../../src/report/html/page.js';
import type { ClaimCurve, ClaimsResult } from '../../../src/results/claims-result.js';
import { COMBINATIONS, claimFixture, claimsFixture, partFixture } from '../../results/claims-fixture.js';

const CURVES: readonly ClaimCurve[] = [
  {
    name: 'tight loop',
    protocol: 'v4',
    points: [
      { stall: 'spin:10', lengthUs: 0.01, interrupted: 1000, stolen: 20 },
      { stall: 'sleep:1000', lengthUs: 1100, interrupted: 100, stolen: 98 },
    ],
    halfUs: 0.1,
  },
  {
    name: 'index',
    protocol: 'v4',
    points: [{ stall: 'spin:10', lengthUs: 0.01, interrupted: 1000, stolen: 0 }],
    halfUs: null,
  },
];

function pageOf(result: ClaimsResult): string {
  const file = { file: 'c.json', digest: 'd', bytes: 1, madeAt: null, commandLine: null, schema: result.schema };
  return htmlReport([{ ...file, results: [result] }], 'Answers').page;
}

describe('the section', () => {
  test('has each part with its question, its answer and its evidence, and judges nobody', () => {
    const parts = [partFixture({ answer: 'no' }), partFixture({ id: 'b', answer: 'yes, if', qualifier: 'it rains' })];
    const page = pageOf(claimsFixture([claimFixture({ parts })]));
    expect(page).toContain('<p>(a) Does it?</p><b class="answer">no</b> a witness of two steps');
    expect(page).toContain('<b class="answer">yes, if it rains</b>');
    const [, section = ''] = /<section id="claims">([\s\S]*?)<\/section>/.exec(page) ?? [];
    expect(section).not.toMatch(/refuted|class="verdict|✗|✓/);
  });

  test('links to the message, if it lies in the archive', () => {
    const address = 'https://lkml.iu.edu/hypermail/linux/kernel/2606.2/08506.html';
    expect(pageOf(claimsFixture())).toContain(`<a href="${address}" rel="noreferrer">Hildenbrand, 22 Jun, stated</a>`);
    for (const link of [
      'javascript:alert(1)',
      'https://lkml.iu.edu.example.org/x',
      'https://lkml.iu.edu/"onclick="x',
    ]) {
      const page = pageOf(claimsFixture([claimFixture({ link })]));
      expect(page).not.toMatch(/href="(?!#|data:,")/);
    }
  });

  test('draws the curves of a part', () => {
    const page = pageOf(claimsFixture([claimFixture({ parts: [partFixture({ curves: CURVES })] })]));
    expect(page).toContain('<h3>C6 (a): Does it?</h3>');
    expect(page).toContain('Interrupted puts whose free is stolen');
    expect(page).toMatch(
      /<svg role="img" aria-label="Interrupted puts.*tight loop: from 2\.00e\+4 at 0\.01 to 9\.80e\+5 at 1100/,
    );
  });

  test('has the combinations of a part as a table of its own', () => {
    const page = pageOf(claimsFixture([claimFixture({ parts: [partFixture({ combinations: COMBINATIONS })] })]));
    expect(page).toContain('<h3>C6 (a): Does it?</h3>');
    const [, table = ''] = /aria-label="Combinations of C6 \(a\)">([\s\S]*?)<\/table>/.exec(page) ?? [];
    expect(table.match(/<th scope="row">/g)).toHaveLength(COMBINATIONS.length);
    expect(table).toMatch(/<th scope="row">freeze-first<\/th>.*either way.*touchedFreed.*11\.2 k\/s \[11\.0, 11\.4\]/);
    expect(page).toContain('either way where no memory waits for one');
  });
});

describe('the chart', () => {
  test('has both axes logarithmic, a half to compare with, and bounds for what was never seen', () => {
    const [chart] = interruptionCharts('C2', CURVES);
    expect(chart).toMatchObject({ scale: 'log', yMax: 1e6, reference: { y: 5e5 } });
    expect(chart?.xTicks.map(({ label }) => label)).toEqual([
      '0.01 µs',
      '0.1 µs',
      '1 µs',
      '10 µs',
      '100 µs',
      '1 ms',
      '10 ms',
    ]);
    const [tight, index] = chart?.lines ?? [];
    expect(tight?.points[1]).toMatchObject({ x: 1100, y: 980_000 });
    expect(tight?.points.every(({ high = 0 }) => high <= 1e6)).toBe(true);
    expect(index?.points[0]).toMatchObject({ bound: true });
  });

  test('is left out where there is no more than one length', () => {
    expect(interruptionCharts('C2', [])).toEqual([]);
    expect(interruptionCharts('C2', CURVES.slice(1))).toEqual([]);
  });
});
