// The result of a check, for a terminal.

import pc from 'picocolors';
import type { CheckResult } from '../results/check-result.js';
import { type Property, propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, plural, short, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { textTable } from './table.js';
import { verdictCell, verdictLines } from './verdict.js';
import { threadNames, witnessLines } from './witness.js';

/** `all`: a witness for every violated property, not only for the most telling one. */
export function checkReport(result: CheckResult, all: boolean): string {
  const { config, states, transitions, depth, elapsedMs, bytesPerState, threads, complete } = result;
  const shown = all ? result.witnesses : result.witnesses.slice(0, 1);
  const rate = [`${short((states * 1000) / elapsedMs)} states/s`, ...(threads ? [plural(threads, 'thread')] : [])];
  const size = [
    `${grouped(states)} states`,
    `${grouped(transitions)} transitions`,
    `depth ${depth}`,
    `${bytesPerState} bytes a state`,
    ...(states === 0 ? [] : [`${time(elapsedMs)} (${rate.join(', ')})`]),
    ...(complete ? [] : [`${grouped(result.frontier)} states not expanded`]),
  ];
  return [
    ...wrapped(heading(result)),
    '',
    propertyTable(result),
    ...shown.flatMap((witness) => [...witnessLines(config, witness), '']),
    ...verdictLines(result.verdict, size.join(', ')),
    ...result.notes.flatMap((note) => wrapped(note)).map(pc.dim),
    ...provenanceLines(result.environment).map(pc.dim),
  ].join('\n');
}

function heading({ config }: CheckResult): string {
  const parts = [
    `check: ${config.protocol} in ${config.scenario}`,
    `${plural(config.roles.length, 'thread')} (${threadNames(config).join(', ')})`,
    ...(config.rounds > 1 ? [`${config.rounds} rounds each`] : []),
    plural(config.pages, 'page'),
    `${config.dtor} destructor`,
    config.recheck ? 'recheck' : 'no recheck',
    ...(config.unmap === 'after-put' ? ['unmapped after the put'] : []),
    ...(config.width < 32 ? [`${config.width}-bit count word`] : []),
    ...(config.resetAfter === null ? [] : [`reset after ${config.resetAfter} failed gets`]),
    config.memory === 'sc' ? 'sequentially consistent' : 'release/acquire as the source asks',
  ];
  return parts.join(', ');
}

function propertyTable({ properties, witnesses }: CheckResult): string {
  const rows = (Object.keys(properties) as Property[]).map((property) => {
    const witness = witnesses.find((candidate) => candidate.property === property);
    const status = properties[property] ?? 'unknown';
    return [
      propertyTitle(property),
      verdictCell(status),
      witness ? `${plural(witness.steps.length, 'step')}, ${witness.countAccesses} on the count word` : '',
      witness?.schedule ?? '',
    ];
  });
  const columns = [
    { head: 'property', key: true as const, least: 20 },
    { head: '' },
    { head: 'shortest witness' },
    { head: 'schedule', least: 12 },
  ];
  return textTable(columns, rows);
}
