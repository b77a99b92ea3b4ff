// Checks: one for a terminal, and the figures of many, as the matrix of `check --all` and pages show them.

import pc from 'picocolors';
import { memoryFacts } from '../memory-facts.js';
import type { CheckProgress } from '../requests/run-options.js';
import type { CheckConfig, CheckResult, Witness } from '../results/check-result.js';
import { propertiesThatAre, witnessOf } from '../results/verdicts.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import { type Property, properties, propertyShortTitle, propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, plural, short, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import {
  type Figure,
  markdownTable,
  numeric,
  type Table,
  tableOf,
  textTable,
  toned,
  verdictCell,
  verdictLines,
} from './table.js';
import { threadNames, witnessLines } from './witness.js';

/** `all`: every witness, observations' too, and not only that of the most telling violation. */
export function checkReport(result: CheckResult, all: boolean): string {
  const { config } = result;
  const shown = all ? result.witnesses : result.witness ? [result.witness] : [];
  return [
    ...wrapped(headingOf(result)),
    '',
    textTable(propertiesTable(result)),
    ...shown.flatMap((witness) => [...witnessLines(config, witness), '']),
    ...traceLines(result),
    ...verdictLines(result.verdict, sizeOf(result)),
    ...wrapped(result.notes).map(pc.dim),
    ...provenanceLines(result.environment).map(pc.dim),
  ].join('\n');
}

/** Returns the steps to the first view that violates something, where nothing was proved and nothing was found. */
function traceLines({ verdict, anyThreads }: CheckResult): string[] {
  if (verdict !== 'inconclusive' || !anyThreads || anyThreads.trace.length === 0) return [];
  return [
    'Not proved: these steps lead to a view that violates it, and may be no way that threads can go.',
    ...anyThreads.trace.map((step) => `  ${step}`),
    '',
  ];
}

/** After so long, progress also says what is left. */
const ESTIMATE_AFTER_MS = 3000;

/** Returns how far a check has come, and how much of it is left. */
export function progressText({ states, depth, statesPerSec, leftMs }: CheckProgress, elapsedMs: number): string {
  const perSecond = short(Math.round(statesPerSec));
  if (depth === null) return `${short(states)} views, ${perSecond} views/s`;
  const found = `${short(states)} states, ${depth} steps deep, ${perSecond} states/s`;
  if (elapsedMs < ESTIMATE_AFTER_MS) return found;
  return `${found}, ${leftMs === null ? 'cannot tell what is left' : `about ${time(Math.max(1000, leftMs))} left`}`;
}

export function headingOf({ config }: CheckResult): string {
  const { protocol, scenario, roles, pages } = config;
  return [
    `check: ${protocol} in ${scenario}`,
    `${config.anyThreads ? 'any number of threads' : plural(roles.length, 'thread')} (${threadNames(config).join(', ')})`,
    plural(pages, 'page'),
    ...settingsOf(config),
  ].join(', ');
}

export function settingsOf(config: CheckConfig): string[] {
  const { dtor, recheck, memory } = config;
  return [`${dtor} destructor`, recheck ? 'recheck' : 'no recheck', ...extrasOf(config), memoryFacts[memory].name];
}

/** Returns the settings that are not as usual. */
export function unusualIn(config: CheckConfig): string[] {
  const { recheck, memory } = config;
  return [
    ...(recheck ? [] : ['no recheck']),
    ...extrasOf(config),
    ...(memory === 'sc' ? [] : [memoryFacts[memory].name]),
  ];
}

function extrasOf(config: CheckConfig): string[] {
  const { rounds, unmap, width, resetAfter, anyThreads } = config;
  return [
    ...(rounds > 1 && !anyThreads ? [`${rounds} rounds each`] : []),
    ...(unmap === 'after-put' ? ['unmapped after the put'] : []),
    ...descriptorWords(config),
    ...(width < 32 ? [`${width}-bit count word`] : []),
    ...(resetAfter === null ? [] : [`reset after ${resetAfter} failed gets`]),
  ];
}

/** Returns how much was explored, and how fast. */
export function sizeOf(result: CheckResult): string {
  const { states, transitions, depth, elapsedMs, bytesPerState, threads, complete, executions } = result;
  const rate = [`${short((states * 1000) / elapsedMs)} states/s`, ...(threads ? [plural(threads, 'thread')] : [])];
  const took = `${time(elapsedMs)} (${rate.join(', ')})`;
  if (result.config.anyThreads) return `${grouped(states)} views, k = 2, ${time(elapsedMs)}`;
  if (executions) {
    const { allowed, forbidden } = executions;
    const dropped = `${grouped(forbidden)} dropped as forbidden`;
    return `${plural(allowed, 'execution')}, up to ${plural(depth, 'step')}, ${grouped(states)} partial ones, ${dropped}, ${took}`;
  }
  return [
    `${grouped(states)} states`,
    `${grouped(transitions)} transitions`,
    `depth ${depth}`,
    `${bytesPerState} bytes a state`,
    ...(states === 0 ? [] : [took]),
    ...(complete ? [] : [`${grouped(result.frontier)} states not expanded`]),
  ].join(', ');
}

/** Returns for each property whether it holds, and the shortest witness where it does not. */
export function propertiesTable(result: CheckResult): Table {
  const asked = properties.filter((property) => result.properties[property] !== undefined);
  const lengthOf = ({ steps, countAccesses }: Witness): string =>
    `${plural(steps.length, 'step')}, ${countAccesses} on the count word`;
  const toldOf = (property: Property, of: (witness: Witness) => string): string => {
    const witness = witnessOf(result, property);
    return witness ? of(witness) : '';
  };
  return tableOf(asked, [
    { head: 'property', key: true, least: 20, cell: propertyTitle },
    { head: '', cell: (property) => verdictCell(result.properties[property] ?? 'unknown') },
    { head: 'shortest witness', cell: (property) => toldOf(property, lengthOf) },
    { head: 'schedule', least: 12, cell: (property) => toldOf(property, ({ schedule }) => schedule) },
  ]);
}

type CheckFigure = Figure<CheckResult>;

/** The status of `property`; its note: the steps of the shortest witness / those of them that touch the count word. */
function statusOf(property: Property): CheckFigure {
  return {
    head: propertyTitle(property),
    cell: (result) => {
      const witness = witnessOf(result, property);
      const status = result.properties[property];
      if (status === undefined) return toned('not asked', 'dim');
      return { ...verdictCell(status), ...(witness && { note: `${witness.steps.length} / ${witness.countAccesses}` }) };
    },
  };
}

/** The same in a narrow column. */
function brieflyOf(property: Property): CheckFigure {
  return {
    head: propertyShortTitle(property),
    cell: (result) => {
      const witness = witnessOf(result, property);
      const status = result.properties[property];
      if (status === undefined) return '';
      if (!witness) return status === 'holds' ? toned('ok', 'dim') : '?';
      const steps = `${witness.steps.length}/${witness.countAccesses}`;
      return status === 'observed' ? `(${steps})` : toned(steps, 'bad');
    },
  };
}

const SIZES: readonly CheckFigure[] = numeric([
  { head: 'states', cell: ({ states }: CheckResult) => grouped(states) },
  { head: 'depth', cell: ({ depth }: CheckResult) => String(depth) },
  { head: 'time', cell: ({ elapsedMs }: CheckResult) => time(elapsedMs) },
]);

/** Returns a row for each of `results`: of a page, where there is room. `named`: with the protocol. */
export function checksTable(results: readonly CheckResult[], named: boolean): Table {
  const asked = properties.filter((property) => results.some((result) => result.properties[property] !== undefined));
  const name: CheckFigure = {
    ...{ head: 'configuration', key: true, least: 10 },
    cell: ({ config }) => (named ? `${config.protocol} in ` : '') + configurationText(config),
  };
  const verdict: CheckFigure = { head: 'verdict', cell: (result) => verdictCell(result.verdict) };
  return tableOf(results, [name, verdict, ...asked.map(statusOf), ...SIZES]);
}

/** Names all that decides what a check finds, but the protocol. */
export function configurationText(config: CheckConfig): string {
  const { scenario, dtor } = config;
  return [scenario, threadNames(config).join(' + '), `${dtor} destructor`, ...unusualIn(config)].join(', ');
}

const LEGEND =
  'Numbers are the steps of the shortest witness / those of them that touch the count word. In brackets: an observation. ok: holds. ?: not decided.';

/** Returns the matrix of `check --all`. A property that holds in every row, and a setting of all, stands below the table. */
export function matrixTable(results: readonly CheckResult[]): string {
  const { table, below } = matrixOf(results);
  return [textTable(table), ...wrapped(below).map(pc.dim)].join('\n');
}

/** The matrix with all columns: Markdown has no width. */
export function matrixMarkdown(results: readonly CheckResult[]): string {
  const { table, below } = matrixOf(results, []);
  return [...markdownTable(table), '', ...below].join('\n');
}

/** Returns the matrix and the lines below it. `everywhere`: properties that have no column, as they hold in every row. */
function matrixOf(
  results: readonly CheckResult[],
  everywhere = properties.filter((name) => results.every((result) => result.properties[name] === 'holds')),
): { readonly table: Table; readonly below: readonly string[] } {
  if (results.some(({ config, anyThreads }) => config.anyThreads || anyThreads)) {
    return { table: proofsTable(results), below: proofLines(results) };
  }
  const [first = [], ...others] = results.map(({ config }) => unusualIn(config));
  const common = first.filter((setting) => others.every((settings) => settings.includes(setting)));
  const keys = keysWith(({ config }) => {
    const own = unusualIn(config).filter((setting) => !common.includes(setting));
    return config.scenario + (own.length > 0 ? ` (${own.join(', ')})` : '');
  });
  const shown = properties.filter((property) => !everywhere.includes(property));
  return {
    table: tableOf(results, [...keys, ...shown.map(brieflyOf), ...SIZES]),
    below: [
      ...(common.length === 0 ? [] : [`In every row: ${common.join(', ')}.`]),
      ...(everywhere.length === 0 ? [] : [`Holds in every row: ${everywhere.map(propertyTitle).join('; ')}.`]),
      LEGEND,
    ],
  };
}

/** Properties that were proved for any number of threads, and those of the rest that were seen. */
function proofsTable(results: readonly CheckResult[]): Table {
  const titles = (of: readonly Property[]): string => of.map(propertyTitle).join(', ');
  const columns: readonly CheckFigure[] = [
    ...keysWith(({ config }) => config.scenario),
    {
      head: 'proved',
      cell: ({ anyThreads, properties: statuses }) => {
        const { proved = [], notJudged = [] } = anyThreads ?? {};
        const open = properties.filter((name) => name in statuses && ![...proved, ...notJudged].includes(name));
        if (proved.length === 0) return 'nothing';
        return open.length === 0 ? toned('all', 'good') : `all but ${titles(open)}`;
      },
    },
    {
      head: 'with 2 to 4 threads',
      cell: (result) => {
        const [violated, observed] = [propertiesThatAre('violated', result), propertiesThatAre('observed', result)];
        if (violated.length > 0) return toned(`violated: ${titles(violated)}`, 'bad');
        return observed.length > 0 ? `observed: ${titles(observed)}` : '';
      },
    },
    { head: 'views', cell: ({ anyThreads }) => grouped(anyThreads?.views ?? 0) },
    { head: 'time', cell: ({ elapsedMs }) => time(elapsedMs) },
  ];
  return tableOf(
    results.filter(({ anyThreads }) => anyThreads),
    columns,
  );
}

/** Outcomes of a check of any number of threads. */
const OUTCOMES = { clean: 'proved', violated: 'violated', inconclusive: 'not proved' } as const;

/** Counts of outcomes, the assumptions of the proofs, and the reasons for which some are refused. */
function proofLines(results: readonly CheckResult[]): string[] {
  const refused = results.filter(({ anyThreads }) => !anyThreads);
  const outcomes = results.map(({ anyThreads, verdict }) => (anyThreads ? OUTCOMES[verdict] : 'refused'));
  const counts = [...Object.values(OUTCOMES), 'refused'].flatMap((outcome) => {
    const count = outcomes.filter((one) => one === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  const proofs = [...new Set(results.flatMap(({ anyThreads }) => anyThreads?.assumes ?? []))];
  const reasons = [...new Set(refused.map(({ notes }) => notes[0]))].map((reason) => {
    const rows = refused.filter(({ notes }) => notes[0] === reason).map(({ config }) => config);
    const names = (key: 'protocol' | 'scenario'): string => [...new Set(rows.map((config) => config[key]))].join(', ');
    return `Refused, ${names('protocol')} in ${names('scenario')}: ${reason}.`;
  });
  return [
    `${plural(results.length, 'check')}: ${counts.join(', ')}.`,
    ...proofs.map((assumes) => `Proved for any number of threads and rounds. Assumes: ${assumes}.`),
    ...reasons,
  ];
}

function keysWith(scenario: CheckFigure['cell']): CheckFigure[] {
  const key = (head: string, cell: CheckFigure['cell']): CheckFigure => ({ head, key: true, least: 10, cell });
  return [
    key('protocol', ({ config }) => config.protocol),
    key('scenario', scenario),
    key('destructor', ({ config }) => config.dtor),
  ];
}
