// The matrix of `check --all`: one row for each protocol, scenario and destructor policy.

import pc from 'picocolors';
import { getBorderCharacters, table } from 'table';
import type { CheckResult, Property } from '../results/check-result.js';
import { grouped, time } from './numbers.js';

const COLUMNS: readonly (readonly [Property, string])[] = [
  ['stolenFree', 'stolen'],
  ['typeConfusionStolenFree', 'confused, stolen'],
  ['typeConfusionStaleGet', 'confused, stale'],
  ['doubleFree', 'double'],
  ['useAfterFree', 'use after'],
  ['leak', 'leak'],
  ['underflow', 'underflow'],
  ['lostOverflow', 'overflow'],
  ['brokenFreeze', 'freeze'],
  ['livelock', 'livelock'],
];

const HEAD = ['protocol', 'scenario', 'destructor', ...COLUMNS.map(([, title]) => title), 'states', 'depth', 'time'];

/** A violated cell holds the length of the shortest witness and, behind the slash, how many steps touch the count word. */
const LEGEND =
  'Numbers are the steps of the shortest witness / those of them that touch the count word. ok: holds. ?: not decided.';

export function matrixTable(results: readonly CheckResult[]): string {
  const rows = results.map((result) =>
    rowOf(result).map((cell) => (/^\d+\/\d+$/.test(cell) ? pc.red(cell) : cell === 'ok' ? pc.dim(cell) : cell)),
  );
  const text = table([HEAD.map(pc.bold), ...rows], {
    border: getBorderCharacters('void'),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    drawHorizontalLine: () => false,
  });
  return `${text.replace(/ +$/gm, '')}\n${pc.dim(LEGEND)}`;
}

export function matrixMarkdown(results: readonly CheckResult[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(HEAD), line(HEAD.map(() => '---')), ...results.map((result) => line(rowOf(result))), '', LEGEND].join(
    '\n',
  );
}

function rowOf({ config, properties, witnesses, states, depth, elapsedMs }: CheckResult): string[] {
  const cells = COLUMNS.map(([property]) => {
    const witness = witnesses.find((candidate) => candidate.property === property);
    if (witness) return `${witness.steps.length}/${witness.countAccesses}`;
    return properties[property] === 'holds' ? 'ok' : properties[property] === undefined ? '' : '?';
  });
  const narrow = config.width < 32 ? ` (${config.width} bits)` : '';
  return [
    config.protocol,
    config.scenario + narrow,
    config.dtor,
    ...cells,
    grouped(states),
    String(depth),
    time(elapsedMs),
  ];
}
