// The matrix of `check --all`: one row for each protocol, scenario and destructor policy.

import pc from 'picocolors';
import type { CheckResult } from '../results/check-result.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import { type Property, properties, propertyShortTitle, propertyTitle } from '../violations/table.js';
import { wrapped } from './layout.js';
import { grouped, time } from './numbers.js';
import { type Cell, type Column, painted, textTable } from './table.js';

const KEYS = ['protocol', 'scenario', 'destructor'];
const SIZES = ['states', 'depth', 'time'];

/** A violated cell holds the length of the shortest witness and, behind the slash, how many steps touch the count word. */
const LEGEND =
  'Numbers are the steps of the shortest witness / those of them that touch the count word. In brackets: an observation. ok: holds. ?: not decided.';

const HOLDS = 'ok';

/** A property that holds in every row stands below the table. */
export function matrixTable(results: readonly CheckResult[]): string {
  const [everywhere, varied] = [true, false].map((wanted) =>
    properties.filter((property) => results.every((result) => cellOf(result, property) === HOLDS) === wanted),
  ) as [Property[], Property[]];
  const columns: Column[] = [
    ...KEYS.map((head): Column => ({ head, key: true, least: 10 })),
    ...varied.map((property) => ({ head: propertyShortTitle(property) })),
    ...SIZES.map((head): Column => ({ head, align: 'right' })),
  ];
  const rows = results.map((result): Cell[] => [
    ...keysOf(result),
    ...varied.map((property) => coloured(cellOf(result, property))),
    ...sizesOf(result),
  ]);
  const rest = everywhere.length === 0 ? [] : [`Holds in every row: ${everywhere.map(propertyTitle).join('; ')}.`];
  return [textTable(columns, rows), ...[...rest, LEGEND].flatMap((line) => wrapped(line)).map(pc.dim)].join('\n');
}

/** With all columns: Markdown has no width. */
export function matrixMarkdown(results: readonly CheckResult[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = [...KEYS, ...properties.map(propertyShortTitle), ...SIZES];
  const rows = results.map((result) => [
    ...keysOf(result),
    ...properties.map((property) => cellOf(result, property)),
    ...sizesOf(result),
  ]);
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '', LEGEND].join('\n');
}

function cellOf({ properties: statuses, witnesses }: CheckResult, property: Property): string {
  const witness = witnesses.find((candidate) => candidate.property === property);
  const size = witness && `${witness.steps.length}/${witness.countAccesses}`;
  if (size !== undefined) return statuses[property] === 'observed' ? `(${size})` : size;
  return statuses[property] === 'holds' ? HOLDS : statuses[property] === undefined ? '' : '?';
}

function coloured(text: string): Cell {
  if (text === HOLDS) return painted(text, pc.dim);
  return /^\d/.test(text) ? painted(text, pc.red) : text;
}

function keysOf({ config }: CheckResult): string[] {
  const options = [...descriptorWords(config), ...(config.width < 32 ? [`${config.width} bits`] : [])];
  return [config.protocol, config.scenario + (options.length > 0 ? ` (${options.join(', ')})` : ''), config.dtor];
}

function sizesOf({ states, depth, elapsedMs }: CheckResult): string[] {
  return [grouped(states), String(depth), time(elapsedMs)];
}
