// Races: what came out, how often, and how it depends on the stall.

import { mergeRaces, raceKey } from '../../analysis/merge-races.js';
import type { RaceResult } from '../../results/race-result.js';
import type { LineChart, LineStyles } from '../charts/line-chart.js';
import { violationRateCharts } from '../charts/rate-charts.js';
import { html, type Markup, type Piece } from '../markup.js';
import { notesOf, outcomesTable, raceName, storiesOf, unseenIn } from '../race-figures.js';
import { type Cited, cite, type Evidence } from './evidence.js';
import { sameTable } from './tables.js';

export function raceCharts(
  evidence: Evidence,
  styles: LineStyles,
): { readonly machine: string; readonly charts: LineChart[] }[] {
  const races = evidence.of('reftorture/race@1').map(({ result }) => result);
  return evidence.machines().map((environment) => {
    const machine = evidence.letterOf(environment);
    const own = races.filter((race) => evidence.letterOf(race.environment) === machine);
    return { machine, charts: violationRateCharts(`stall-${machine}`, mergeRaces(own), styles) };
  });
}

export function raceSection(evidence: Evidence, drawn: (machine: string) => Piece): Markup | undefined {
  const races = together(evidence.of('reftorture/race@1'));
  if (races.length === 0) return undefined;
  const results = races.map(({ result }) => result);
  const machines = [...new Set(results.map(({ environment }) => evidence.letterOf(environment)))];
  const nameOf = (result: RaceResult): string =>
    raceName(result) + (evidence.machines().length > 1 ? ` on ${evidence.letterOf(result.environment)}` : '');
  const cites = races.map(({ files }) => files);
  const unseen = unseenIn(results);
  const notes = notesOf(results, raceName);
  return html`<section id="races"><h2>Races: real threads</h2>
<p class="lead">Worker threads play the scenario on shared memory, and detectors watch. A violation is proof. A clean run is a sample of interleavings and no proof: below the zero stands what it excludes with 95 % confidence, if events are independent.</p>
${sameTable('Outcomes of races', outcomesTable(results, nameOf), cites)}
${unseen.length > 0 && html`<p class="notes">In none of these runs: ${unseen.join('; ')}.</p>`}
${machines.map((machine) => drawn(machine))}
${stories(races)}${notes.length > 0 && html`<h3>Notes</h3><ul class="warnings">${notes.map((line) => html`<li>${line}</li>`)}</ul>`}</section>`;
}

function together(races: readonly Cited<RaceResult>[]): Cited<RaceResult>[] {
  const merged = mergeRaces(races.map(({ result }) => result));
  return merged.map((result) => ({
    result,
    files: races.filter((race) => raceKey(race.result) === raceKey(result)).flatMap(({ files }) => files),
  }));
}

function stories(races: readonly Cited<RaceResult>[]): Markup {
  const told = storiesOf(races, ({ result }) => result);
  return html`${told.length > 0 && html`<h3>As it happened</h3>`}${told.map(
    ({ item: { files }, lines }) =>
      html`<blockquote class="story">${lines.map((line, index) => html`<p>${line.trim()}${index === 0 && cite(files)}</p>`)}</blockquote>`,
  )}`;
}
