// Gains and losses side by side, for a terminal.

import pc from 'picocolors';
import { gainsAndLosses, missingInWords } from '../analysis/gains-and-losses.js';
import type { ScaleResult } from '../results/scale-result.js';
import type { Estimate } from '../statistics/estimate.js';
import { wrapped } from './layout.js';
import { type Cell, type Column, painted, textTable } from './table.js';

/** Lines; none where nothing is compared. */
export function gainsText(result: ScaleResult): string[] {
  const found = gainsAndLosses(result);
  if (!found) return [];
  const { base, workloads, rows } = found;
  const missing = missingInWords(found);
  const several = new Set(rows.map(({ engine }) => engine)).size > 1;
  const columns: Column[] = [
    { head: 'protocol', key: true },
    ...(several ? [{ head: 'engine', key: true as const }] : []),
    { head: 'threads', key: true },
    ...workloads.map((head) => ({ head })),
  ];
  const cells = rows.map(({ protocol, engine, threads, oversubscribed, ratios }): Cell[] => [
    protocol,
    ...(several ? [engine === 'native' ? 'C' : engine] : []),
    `${threads}${oversubscribed ? ' *' : ''}`,
    ...ratios.map(ratioCell),
  ]);
  const title = 'Gains and losses';
  const [first = '', ...rest] = wrapped(
    `${title}: speed relative to ${base}, median [95 % interval] of ratios within a turn`,
  );
  return [
    ...(rows.length > 0 ? [first.replace(title, pc.bold(title)), ...rest, textTable(columns, cells)] : []),
    ...(missing === undefined ? [] : [...wrapped(missing).map(pc.yellow), '']),
  ];
}

/** Dim where the interval leaves it open which is faster. */
function ratioCell(ratio: Estimate | null): Cell {
  if (!ratio) return '-';
  const { median, low, high } = ratio;
  const text = `${median.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  return low <= 1 && high >= 1 ? painted(text, pc.dim) : text;
}
