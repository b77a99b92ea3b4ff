// The result of a check, for a terminal.

import pc from 'picocolors';
import { getBorderCharacters, table } from 'table';
import type { CheckResult, Property } from '../results/check-result.js';
import { grouped, plural, short, time } from './numbers.js';
import { provenance } from './provenance.js';
import { PROPERTY_TITLES, threadNames, witnessLines } from './witness.js';

/** `all`: a witness for every violated property, not only for the most telling one. */
export function checkReport(result: CheckResult, all: boolean): string {
  const { config, states, transitions, depth, elapsedMs, bytesPerState, complete } = result;
  const shown = all ? result.witnesses : result.witnesses.slice(0, 1);
  const size = [
    `${grouped(states)} states`,
    `${grouped(transitions)} transitions`,
    `depth ${depth}`,
    `${bytesPerState} bytes a state`,
    time(elapsedMs),
    ...(complete ? [] : [`${grouped(result.frontier)} states not expanded`]),
  ];
  return [
    heading(result),
    '',
    propertyTable(result),
    ...shown.flatMap((witness) => [...witnessLines(config, witness), '']),
    `${verdictText(result.verdict)}: ${size.join(', ')} (${short((states * 1000) / elapsedMs)} states/s, whole check)`,
    ...result.notes.map((note) => pc.dim(note)),
    pc.dim(provenance(result.environment)),
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
    const colour = status === 'holds' ? pc.green : status === 'violated' ? pc.red : pc.yellow;
    return [
      PROPERTY_TITLES[property],
      colour(status),
      witness ? `${plural(witness.steps.length, 'step')}, ${witness.countAccesses} on the count word` : '',
      witness?.schedule ?? '',
    ];
  });
  return table([['property', '', 'shortest witness', 'schedule'].map(pc.bold), ...rows], {
    border: getBorderCharacters('void'),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    drawHorizontalLine: () => false,
  }).replace(/ +$/gm, '');
}

export function verdictText(verdict: CheckResult['verdict']): string {
  if (verdict === 'clean') return pc.green('clean');
  return verdict === 'violated' ? pc.red('violated') : pc.yellow('inconclusive');
}
