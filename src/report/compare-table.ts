// A comparison for a terminal and as Markdown.

import pc from 'picocolors';
import type { CompareResult, CompareRow, Difference } from '../results/compare-result.js';
import { significant } from '../statistics/digits.js';
import { wrapped } from './layout.js';
import { percent, short } from './numbers.js';
import { type Cell, type Column, painted, textTable } from './table.js';

export const compareColumns: readonly Column[] = [
  { head: 'what', key: true, least: 16 },
  { head: 'threads', key: true, align: 'right' },
  { head: 'protocol', key: true, least: 12 },
  { head: 'engine', key: true },
  { head: 'per second', least: 10 },
  { head: 'A', align: 'right' },
  { head: 'B', align: 'right' },
  { head: 'B / A', align: 'right' },
  { head: 'interval' },
  { head: 'B is' },
];
const HEAD = compareColumns.map(({ head }) => head);

export function compareTable(result: CompareResult): string {
  const lines = [
    `${pc.bold('A')} ${result.a.file} (${result.a.digest})`,
    `${pc.bold('B')} ${result.b.file} (${result.b.digest})`,
    '',
    textTable(compareColumns, result.rows.map(compareCells)),
    ...compareRemarks(result)
      .flatMap((remark) => wrapped(remark))
      .map(pc.dim),
  ];
  return lines.join('\n');
}

export function compareCells(row: CompareRow): Cell[] {
  return [...cellsOf(row).slice(0, -1), wordCell(row)];
}

/** What stands below the table: why words are missing, what they mean, and what else differs. */
export function compareRemarks(result: CompareResult): string[] {
  const reasons = new Set(result.rows.flatMap(({ reason }) => reason ?? []));
  return [...reasons, ...remarks(result)];
}

export function compareMarkdown(result: CompareResult): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;
  return [
    `A: ${inCode(result.a.file)} (${result.a.digest}), B: ${inCode(result.b.file)} (${result.b.digest})`,
    '',
    line(HEAD),
    line(HEAD.map(() => '---')),
    ...result.rows.map((row) => line(cellsOf(row))),
    '',
    ...remarks(result).map((remark) => `- ${inCell(remark)}`),
  ].join('\n');
}

function cellsOf(row: CompareRow): string[] {
  const { quantity, protocol, engine, workload, threads, oversubscribed, a, b, ratio, word } = row;
  return [
    workload,
    `${threads}${oversubscribed ? ' *' : ''}`,
    protocol,
    engine,
    quantity,
    a === null ? '-' : short(a),
    b === null ? '-' : short(b),
    ratio ? factor(ratio.median) : '-',
    ratio ? `${factor(ratio.low)} to ${factor(ratio.high)}` : '-',
    word,
  ];
}

function factor(value: number): string {
  return value < 1000 && value >= 0.01 ? value.toFixed(value < 10 ? 2 : 1) : significant(value, 3);
}

function wordCell({ word }: CompareRow): Cell {
  if (word === 'slower' || word === 'more often') return painted(word, pc.red);
  return word === 'faster' || word === 'less often' ? painted(word, pc.green) : word;
}

function remarks({ rows, onlyA, onlyB, obstacles, changes, margin }: CompareResult): string[] {
  return [
    `Same: the interval lies within ${percent(margin)} of 1. Intervals of 95 %, which allow for the drift that each run saw; what changed between the two runs beyond that is not in them.`,
    ...(rows.some(({ quantity }) => quantity !== 'operations')
      ? ['Counts of events are taken to swing by a factor of 2 from run to run.']
      : []),
    ...(rows.some(({ oversubscribed }) => oversubscribed) ? ['* more threads than CPUs'] : []),
    ...[...obstacles, ...changes].map(differenceText),
    ...(onlyA.length > 0 ? [`only in A: ${named(onlyA)}`] : []),
    ...(onlyB.length > 0 ? [`only in B: ${named(onlyB)}`] : []),
  ];
}

const MOST_NAMED = 4;

/** The first few of `cells`, and how many more there are. */
export function named(cells: readonly string[]): string {
  const more = cells.length > MOST_NAMED ? `; and ${cells.length - MOST_NAMED} more` : '';
  return cells.slice(0, MOST_NAMED).join('; ') + more;
}

export function differenceText({ what, a, b }: Difference): string {
  return `${what}: A has ${a}, B has ${b}`;
}

/** A name that comes from a file, escaped: it must not end the cell that it stands in. */
function inCell(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

function inCode(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}
