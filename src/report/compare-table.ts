// A comparison for a terminal and as Markdown.

import pc from 'picocolors';
import { type CompareResult, type CompareRow, type Difference, SPEED_UP } from '../results/compare-result.js';
import { significant } from '../statistics/digits.js';
import { wrapped } from './layout.js';
import { percent, short } from './numbers.js';
import {
  type Cell,
  type Figure,
  inMarkdown,
  markdownTable,
  NONE,
  type Table,
  tableOf,
  textTable,
  toned,
} from './table.js';

/** `quantity`: heading and cells of the column that says what is compared. */
const figuresWith = (quantity: Figure<CompareRow>): readonly Figure<CompareRow>[] => [
  { head: 'what', key: true, least: 16, cell: ({ workload }) => workload },
  {
    ...{ head: 'threads', key: true, align: 'right' },
    cell: ({ threads, oversubscribed }) => `${threads}${oversubscribed ? ' *' : ''}`,
  },
  { head: 'protocol', key: true, least: 12, cell: ({ protocol }) => protocol },
  { head: 'engine', key: true, cell: ({ engine }) => engine },
  { ...quantity, least: 10 },
  { head: 'A', align: 'right', cell: (row) => valueCell(row, row.a) },
  { head: 'B', align: 'right', cell: (row) => valueCell(row, row.b) },
  { head: 'B / A', align: 'right', cell: ({ ratio }) => (ratio ? factor(ratio.median) : NONE) },
  { head: 'interval', cell: ({ ratio }) => (ratio ? `${factor(ratio.low)} to ${factor(ratio.high)}` : NONE) },
  { head: 'B is', cell: ({ word }) => wordCell(word) },
];

const RATES = figuresWith({ head: 'per second', cell: ({ quantity }) => quantity });
const RATES_AND_SPEED_UPS = figuresWith({
  head: 'quantity',
  cell: ({ quantity }) => quantity.replace(`${SPEED_UP} over`, 'times').replace(/^operations$/, 'per second'),
});

export function compareTable(result: CompareResult): string {
  const lines = [
    `${pc.bold('A')} ${result.a.file} (${result.a.digest})`,
    `${pc.bold('B')} ${result.b.file} (${result.b.digest})`,
    '',
    textTable(comparisonTable(result)),
    ...wrapped(compareRemarks(result)).map(pc.dim),
  ];
  return lines.join('\n');
}

export function comparisonTable({ rows }: CompareResult): Table {
  return tableOf(rows, rows.some(isSpeedUp) ? RATES_AND_SPEED_UPS : RATES);
}

function isSpeedUp({ quantity }: CompareRow): boolean {
  return quantity.startsWith(SPEED_UP);
}

function valueCell(row: CompareRow, value: number | null): string {
  if (value === null) return NONE;
  return isSpeedUp(row) ? factor(value) : short(value);
}

/** Returns the remarks below the table: reasons for missing words, their meaning, and further differences. */
export function compareRemarks(result: CompareResult): string[] {
  const reasons = new Set(result.rows.flatMap(({ reason }) => reason ?? []));
  return [...reasons, ...remarks(result)];
}

export function compareMarkdown(result: CompareResult): string {
  return [
    `A: ${inCode(result.a.file)} (${result.a.digest}), B: ${inCode(result.b.file)} (${result.b.digest})`,
    '',
    ...markdownTable(comparisonTable(result)),
    '',
    ...remarks(result).map((remark) => `- ${inMarkdown(remark)}`),
  ].join('\n');
}

function factor(value: number): string {
  return value < 1000 && value >= 0.01 ? value.toFixed(value < 10 ? 2 : 1) : significant(value, 3);
}

function wordCell(word: CompareRow['word']): Cell {
  if (word === 'slower' || word === 'more often') return toned(word, 'bad');
  return word === 'faster' || word === 'less often' ? toned(word, 'good') : word;
}

function remarks({ rows, onlyA, onlyB, obstacles, changes, margin }: CompareResult): string[] {
  return [
    `Same: the interval lies within ${percent(margin)} of 1. Intervals of 95 %, which allow for the drift that each run saw; what changed between the two runs beyond that is not in them.`,
    ...(rows.some((row) => row.quantity !== 'operations' && !isSpeedUp(row))
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

function inCode(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}
