// The result of a check, for a terminal.

import pc from 'picocolors';
import type { CheckResult, MemoryModel } from '../results/check-result.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import { type Property, propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, plural, short, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { type Cell, type Column, textTable } from './table.js';
import { verdictCell, verdictLines } from './verdict.js';
import { threadNames, witnessLines } from './witness.js';

/** `all`: every witness, observations' too, and not only that of the most telling violation. */
export function checkReport(result: CheckResult, all: boolean): string {
  const { config } = result;
  const shown = all ? result.witnesses : result.witness ? [result.witness] : [];
  return [
    ...wrapped(headingOf(result)),
    '',
    textTable(PROPERTY_COLUMNS, propertyRows(result)),
    ...shown.flatMap((witness) => [...witnessLines(config, witness), '']),
    ...verdictLines(result.verdict, sizeOf(result)),
    ...result.notes.flatMap((note) => wrapped(note)).map(pc.dim),
    ...provenanceLines(result.environment).map(pc.dim),
  ].join('\n');
}

const MEMORY_TEXTS: Readonly<Record<MemoryModel, string>> = {
  sc: 'sequentially consistent',
  ra: 'release/acquire as the source asks',
  lkmm: 'Linux-kernel memory model',
};

/** What was explored, and how fast. */
export function sizeOf(result: CheckResult): string {
  const { states, transitions, depth, elapsedMs, bytesPerState, threads, complete, executions } = result;
  const rate = [`${short((states * 1000) / elapsedMs)} states/s`, ...(threads ? [plural(threads, 'thread')] : [])];
  const took = `${time(elapsedMs)} (${rate.join(', ')})`;
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

/** What was checked. */
export function headingOf({ config }: CheckResult): string {
  const parts = [
    `check: ${config.protocol} in ${config.scenario}`,
    `${plural(config.roles.length, 'thread')} (${threadNames(config).join(', ')})`,
    ...(config.rounds > 1 ? [`${config.rounds} rounds each`] : []),
    plural(config.pages, 'page'),
    `${config.dtor} destructor`,
    config.recheck ? 'recheck' : 'no recheck',
    ...(config.unmap === 'after-put' ? ['unmapped after the put'] : []),
    ...descriptorWords(config),
    ...(config.width < 32 ? [`${config.width}-bit count word`] : []),
    ...(config.resetAfter === null ? [] : [`reset after ${config.resetAfter} failed gets`]),
    MEMORY_TEXTS[config.memory],
  ];
  return parts.join(', ');
}

/** Of propertyRows(). */
export const PROPERTY_COLUMNS: readonly Column[] = [
  { head: 'property', key: true, least: 20 },
  { head: '' },
  { head: 'shortest witness' },
  { head: 'schedule', least: 12 },
];

/** For each property whether it holds, and the shortest witness where it does not. */
export function propertyRows({ properties, witnesses }: CheckResult): Cell[][] {
  return (Object.keys(properties) as Property[]).map((property) => {
    const witness = witnesses.find((candidate) => candidate.property === property);
    const status = properties[property] ?? 'unknown';
    return [
      propertyTitle(property),
      verdictCell(status),
      witness ? `${plural(witness.steps.length, 'step')}, ${witness.countAccesses} on the count word` : '',
      witness?.schedule ?? '',
    ];
  });
}
