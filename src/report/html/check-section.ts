// Checks on a page: many as a table, with witnesses to step through, and one by itself.

import { groupBy } from '../../group-by.js';
import type { CheckResult } from '../../results/check-result.js';
import type { ClaimWitness } from '../../results/claims-result.js';
import { jointVerdict, propertiesThatAre, STATUSES, type Status } from '../../results/verdicts.js';
import { properties, propertyTitle } from '../../violations/table.js';
import { checksTable, configurationText, headingOf, propertiesTable, sizeOf } from '../check-report.js';
import { claimText, judgementText, reasonsAgainst } from '../judge-report.js';
import { html, type Markup } from '../markup.js';
import { grouped } from '../numbers.js';
import { replayedTitle } from '../witness.js';
import { players, witnessGroups } from './player.js';
import type { SourceTexts } from './sources.js';
import { type Cited, cite, dataTable, type Evidence, remarks, sameTable, verdictMarkup } from './tables.js';

/** A longer table is folded by protocol. */
const MOST_ROWS = 12;

export function checkSection(evidence: Evidence, sources: SourceTexts): Markup | undefined {
  const checks = evidence.of('reftorture/check@1');
  const stories = witnessGroups(witnessesOf(evidence));
  if (checks.length + stories.length + evidence.of('reftorture/judge@1').length === 0) return undefined;
  return html`<section id="checks"><h2>Checks: every interleaving</h2>
<p class="lead">The same source, with a checker deciding who moves at every atomic access. What holds, holds for these threads and rounds under the memory model named; it says nothing about larger ones. A violation comes with the shortest schedule that shows it: its steps, and behind the slash those that touch the count word.</p>
${checks.length > MOST_ROWS ? folded(checks) : checks.length > 0 && propertyTable('Properties by configuration', checks, true)}
${remarks([...new Set(checks.flatMap(({ result }) => result.notes))])}${judgements(evidence)}${replays(evidence)}${stories.length > 0 && html`<h3 id="witnesses">Witnesses, step by step</h3>`}${players(stories, sources)}</section>`;
}

/** The cells of a matrix, folded by protocol. */
function folded(checks: readonly Cited<CheckResult>[]): Markup[] {
  return groupBy(checks, ({ result }) => result.config.protocol).map((group) => {
    const { protocol } = (group[0] as Cited<CheckResult>).result.config;
    const { length } = group.filter(({ result }) => result.verdict === 'violated');
    const shown = properties.filter((property) =>
      group.some(({ result }) => result.properties[property] === 'violated'),
    );
    const where =
      length > 0
        ? `${length} of ${group.length} configurations: ${shown.map(propertyTitle).join('; ')}`
        : `${group.length} configurations`;
    const verdict = jointVerdict(group.map(({ result }) => result));
    return html`<details><summary><b>${protocol}</b> ${verdictMarkup(verdict)} in ${where}</summary>${propertyTable(`Properties of ${protocol}`, group, false)}</details>`;
  });
}

function propertyTable(caption: string, checks: readonly Cited<CheckResult>[], named: boolean): Markup {
  const results = checks.map(({ result }) => result);
  return sameTable(caption, checksTable(results, named), checks);
}

function replays(evidence: Evidence): Markup {
  const runs = evidence
    .of('reftorture/replay@1')
    .map(({ result, files }) => [
      html`${result.config.protocol} in ${configurationText(result.config)}: ${replayedTitle(result)}${cite(files)}`,
      verdictMarkup(result.verdict),
      `${grouped(result.agreed)} of ${grouped(result.replays)}`,
      result.problems.join('; '),
    ]);
  const head = ['witness', 'verdict', 'replays that agreed in every value', 'what differed'];
  return html`${runs.length > 0 && html`<h3>Replayed on real threads</h3>${dataTable('Replays', head, runs, [2])}`}`;
}

function judgements(evidence: Evidence): Markup {
  const claims = evidence
    .of('reftorture/judge@1')
    .map(({ result, files }) => [
      html`${claimText(result)}${cite(files)}`,
      judgementText(result),
      result.verdict === 'as-written' ? '' : reasonsAgainst(result).join(' '),
    ]);
  return html`${claims.length > 0 && html`<h3>Posted interleavings, judged</h3>${dataTable('Judgements', ['claim', 'judgement', 'why'], claims)}`}`;
}

function witnessesOf(evidence: Evidence): ClaimWitness[] {
  const checks = evidence.of('reftorture/check@1').map(({ result }) => result);
  const judged = evidence.of('reftorture/judge@1').map(({ result }) => result);
  const claims = evidence.of('reftorture/claims@1').flatMap(({ result }) => result.claims);
  return [
    ...checks.flatMap(({ config, witnesses }) => witnesses.map((witness) => ({ config, witness }))),
    ...evidence.of('reftorture/witness@1').map(({ result }) => result),
    ...judged.flatMap(({ config, witness }) => (witness ? { config, witness } : [])),
    ...claims.flatMap(({ witness }) => witness ?? []),
  ];
}

/** Returns the answer of one check: verdict, the witnesses to step through, what is violated, and the rest folded. */
export function checkAnswer(result: CheckResult, sources: SourceTexts): Markup {
  const { config, verdict, notes, witnesses, anyThreads } = result;
  const shown = (status: Status, one: string, many: string): Markup | false => {
    const those = witnesses.flatMap((witness) =>
      result.properties[witness.property] === status ? { config, witness } : [],
    );
    return (
      those.length > 0 && html`<h3>${those.length === 1 ? one : many}</h3>${players(witnessGroups(those), sources)}`
    );
  };
  const violated = propertiesThatAre('violated', result).map(propertyTitle);
  const limits = notes.filter((note) => !anyThreads || !note.includes(anyThreads.assumes)); // told as a table
  const counts = STATUSES.map((status) => [propertiesThatAre(status, result).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${count} ${status === 'holds' && count > 1 ? 'hold' : status}`);
  const told =
    violated.length > 0
      ? violated.join('; ')
      : config.anyThreads && `${verdict === 'clean' ? 'proved ' : ''}for any number of threads and rounds`;
  return html`<div class="answer"><p class="headline">${verdictMarkup(verdict)}${told && `: ${told}`}</p><p class="size">${sizeOf(result)}</p></div>
<p class="facts">${headingOf(result)}</p>
${shown('violated', 'Shortest witness', 'Shortest witnesses')}${proofMarkup(result)}
<details><summary>Properties: ${counts.join(', ')}</summary>${sameTable('Properties', propertiesTable(result))}</details>
${remarks(limits)}
${shown('observed', 'Observed, and no violation', 'Observed, and no violations')}`;
}

/** Returns what is proved for any number of threads, and what is not; nothing where that was not the question. */
function proofMarkup({ anyThreads, verdict }: CheckResult): Markup | false {
  if (!anyThreads) return false;
  const { proved, notJudged, assumes, trace } = anyThreads;
  const open = properties.filter((property) => !proved.includes(property) && !notJudged.includes(property));
  const rows = [['proved', proved] as const, ['not proved', open] as const, ['not judged', notJudged] as const]
    .filter(([, those]) => those.length > 0)
    .map(([what, those]) => [what, those.map(propertyTitle).join('; ')]);
  const caption = 'For any number of threads and rounds';
  return html`<h3>${caption}</h3>${dataTable(caption, ['', 'properties'], [...rows, ['assumed', assumes]])}
${verdict === 'inconclusive' && trace.length > 0 && html`<details><summary>Steps to the first view that violates it, which may be no way that threads can go</summary><ol>${trace.map((step) => html`<li>${step}</li>`)}</ol></details>`}`;
}
