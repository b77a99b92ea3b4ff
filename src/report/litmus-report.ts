// Results of litmus tests, for a terminal: one in full, in the form of the classic tools, or many in a table.

import pc from 'picocolors';
import { isAsStated, type LitmusResult, type LitmusRun } from '../results/litmus-result.js';
import { wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { type Cell, type Column, textTable } from './table.js';
import { verdictCell } from './verdict.js';

export function litmusReport(results: readonly LitmusResult[]): string {
  return results.length === 1 ? oneLitmus(results[0] as LitmusResult) : manyLitmus(results);
}

function oneLitmus(result: LitmusResult): string {
  return [
    pc.bold(`Test ${result.name}: ${result.condition}`),
    ...result.runs.flatMap((run) => ['', ...runLines(run)]),
    '',
    ...wrapped(`${kernelText(result)} (${time(result.elapsedMs)})`),
  ].join('\n');
}

/** A line for each outcome: in how many ways it is reached, `*` where the condition holds of it, and its values. */
function runLines({ memory, answer, outcomes, states }: LitmusRun): string[] {
  const counts = outcomes.map(({ schedules }) => grouped(schedules));
  const width = Math.max(...counts.map(({ length }) => length));
  const [holding, others] = [true, false].map((wanted) => outcomes.filter(({ holds }) => holds === wanted).length);
  return [
    `${pc.bold(memory)}: ${plural(outcomes.length, 'final state')}, ${plural(states, 'state')}`,
    ...outcomes.map(({ values, holds }, index) => {
      const assignments = Object.entries(values).map(([name, value]) => `${name}=${value};`);
      return `  ${(counts[index] as string).padStart(width)} ${holds ? '*' : ':'}> ${assignments.join(' ')}`;
    }),
    `  ${answer}: the condition holds of ${holding} and does not hold of ${others}`,
  ];
}

export const litmusColumns: readonly Column[] = [
  { head: 'test', key: true, least: 20 },
  { head: 'sc' },
  { head: 'ra' },
  { head: 'Linux-kernel model' },
  { head: 'ra' },
  { head: 'states sc', align: 'right' },
  { head: 'states ra', align: 'right' },
];

export function litmusCells(result: LitmusResult): Cell[] {
  const [sc, ra] = [runOf(result, 'sc'), runOf(result, 'ra')];
  return [
    result.name,
    sc?.answer ?? '',
    ra?.answer ?? '',
    result.kernelAnswer ?? '',
    result.agrees === null ? '' : verdictCell(result.agrees ? 'agrees' : 'differs'),
    sc ? grouped(sc.states) : '',
    ra ? grouped(ra.states) : '',
  ];
}

/** Below the table: where they differ and why, and how many agree. */
export function litmusRemarks(results: readonly LitmusResult[]): string[] {
  const stated = results.filter(({ kernelAnswer }) => kernelAnswer !== null);
  const agreeing = stated.filter(({ agrees }) => agrees).length;
  const elapsedMs = results.reduce((sum, result) => sum + result.elapsedMs, 0);
  return [
    ...results.filter(({ agrees }) => agrees === false).map((result) => `${result.name}: ${kernelText(result)}`),
    `${plural(results.length, 'test')}: ra gives what the Linux-kernel model gives in ${agreeing} of ${stated.length} (${time(elapsedMs)})`,
  ];
}

/** Tests that came out otherwise than their files state. */
export function litmusFaults(results: readonly LitmusResult[]): string[] {
  return results.filter((result) => !isAsStated(result)).map(({ file }) => `${file}: not as the file states`);
}

function manyLitmus(results: readonly LitmusResult[]): string {
  return [
    textTable(litmusColumns, results.map(litmusCells)),
    ...litmusRemarks(results).flatMap((remark) => wrapped(remark)),
    ...litmusFaults(results).map(pc.red),
  ].join('\n');
}

/** Undefined in a file that was made by hand. */
function runOf({ runs }: LitmusResult, memory: LitmusRun['memory']): LitmusRun | undefined {
  return runs.find((run) => run.memory === memory);
}

function kernelText(result: LitmusResult): string {
  const { kernelAnswer, agrees, differs } = result;
  if (kernelAnswer === null) return 'the file does not say what the Linux-kernel model gives';
  if (agrees) return `the Linux-kernel model gives ${kernelAnswer} as well`;
  return `the Linux-kernel model gives ${kernelAnswer}, ra ${runOf(result, 'ra')?.answer ?? 'nothing'}. ${differs ?? 'The file does not say why.'}`;
}
