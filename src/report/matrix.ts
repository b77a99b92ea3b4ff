// The matrix of `check --all`: one row for each protocol, scenario and destructor policy.

import pc from 'picocolors';
import type { CheckResult } from '../results/check-result.js';
import { properties, propertyShortTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, time } from './numbers.js';
import { type Cell, type Column, painted, textTable } from './table.js';

const HEAD = ['protocol', 'scenario', 'destructor', ...properties.map(propertyShortTitle), 'states', 'depth', 'time'];

/** A violated cell holds the length of the shortest witness and, behind the slash, how many steps touch the count word. */
const LEGEND =
  'Numbers are the steps of the shortest witness / those of them that touch the count word. ok: holds. ?: not decided.';

export function matrixTable(results: readonly CheckResult[]): string {
  const columns = HEAD.map((head, index): Column => (index < 3 ? { head, key: true } : { head }));
  const rows = results.map((result) =>
    rowOf(result).map(
      (cell): Cell => (/^\d+\/\d+$/.test(cell) ? painted(cell, pc.red) : cell === 'ok' ? painted(cell, pc.dim) : cell),
    ),
  );
  return `${textTable(columns, rows)}\n${wrapped(LEGEND).map(pc.dim).join('\n')}`;
}

export function matrixMarkdown(results: readonly CheckResult[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(HEAD), line(HEAD.map(() => '---')), ...results.map((result) => line(rowOf(result))), '', LEGEND].join(
    '\n',
  );
}

function rowOf({ config, properties: statuses, witnesses, states, depth, elapsedMs }: CheckResult): string[] {
  const cells = properties.map((property) => {
    const witness = witnesses.find((candidate) => candidate.property === property);
    if (witness) return `${witness.steps.length}/${witness.countAccesses}`;
    return statuses[property] === 'holds' ? 'ok' : statuses[property] === undefined ? '' : '?';
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
