// Results of litmus tests, for a terminal: one in full, in the form of the classic tools, or many in a table.

import pc from 'picocolors';
import {
  comparedWith,
  isUndecided,
  type LitmusResult,
  type LitmusRun,
  type NotRead,
} from '../results/litmus-result.js';
import { wrapped } from './layout.js';
import { kernelText, litmusFaults, litmusRemarks, litmusSums } from './litmus-remarks.js';
import { grouped, plural, time } from './numbers.js';
import { type Cell, type Column, textTable } from './table.js';
import { verdictCell } from './verdict.js';

/** Of more tests, only those that differ or are not decided have rows: what there is to look at. */
const MOST_ROWS = 200;

/** `notRead`: the files that were to be run beside those of `results`. */
export function litmusReport(results: readonly LitmusResult[], notRead: readonly NotRead[] = []): string {
  const [only, ...others] = results;
  return only && others.length + notRead.length === 0 ? oneLitmus(only) : manyLitmus(results, notRead);
}

function oneLitmus(result: LitmusResult): string {
  return [
    pc.bold(`Test ${result.name}: ${result.condition}`),
    ...result.runs.flatMap((run) => ['', ...runLines(run)]),
    ...(result.notRun ?? []).flatMap(({ memory, reason }) => ['', ...wrapped(`${memory}: not run: ${reason}`)]),
    '',
    ...(result.notes ?? []),
    ...wrapped(`${kernelText(result)} (${time(result.elapsedMs)})`),
  ].join('\n');
}

/** A line for each outcome: in how many ways it is reached, `*` where the condition holds of it, and its values. */
function runLines({ memory, answer, outcomes, states, races }: LitmusRun): string[] {
  const counts = outcomes.map(({ schedules }) => grouped(schedules));
  const width = Math.max(0, ...counts.map(({ length }) => length));
  const [holding, others] = [true, false].map((wanted) => outcomes.filter(({ holds }) => holds === wanted).length);
  const racing = races ? [`  data races in ${plural(races, 'execution')}: one of the accesses is plain`] : [];
  return [
    `${pc.bold(memory)}: ${plural(outcomes.length, 'final state')}, ${plural(states, 'state')}`,
    ...outcomes.map(({ values, holds, pointers = {} }, index) => {
      const assignments = Object.entries(values).map(([name, value]) => `${name}=${pointers[name] ?? value};`);
      return `  ${(counts[index] as string).padStart(width)} ${holds ? '*' : ':'}> ${assignments.join(' ')}`;
    }),
    `  ${answer}: the condition holds of ${holding} and does not hold of ${others}`,
    ...racing,
  ];
}

/** A table of tests: what each memory model answers, and whether the one that is compared agrees with Linux's. */
export function litmusTable(results: readonly LitmusResult[]): { columns: readonly Column[]; rows: Cell[][] } {
  const models = [
    ...new Set(results.flatMap(({ runs, notRun = [] }) => [...runs, ...notRun].map((run) => run.memory))),
  ];
  const columns: Column[] = [
    { head: 'test', key: true, least: 20 },
    ...models.map((head) => ({ head })),
    { head: 'Linux-kernel model' },
    { head: comparedWith(results[0]) },
    ...models.map((model) => ({ head: `states ${model}`, align: 'right' as const })),
  ];
  const rows = results.map((result) => {
    const runs = models.map((model) => result.runs.find(({ memory }) => memory === model));
    return [
      result.name,
      ...runs.map((run) => run?.answer ?? ''),
      result.kernelAnswer ?? '',
      agreement(result),
      ...runs.map((run) => (run ? grouped(run.states) : '')),
    ];
  });
  return { columns, rows };
}

function agreement(result: LitmusResult): Cell {
  if (result.agrees !== null) return verdictCell(result.agrees ? 'agrees' : 'differs');
  return isUndecided(result) ? verdictCell('not decided') : '';
}

function manyLitmus(results: readonly LitmusResult[], notRead: readonly NotRead[]): string {
  const isWorthARow = (result: LitmusResult): boolean => result.agrees === false || isUndecided(result);
  const rows = results.length > MOST_ROWS ? results.filter(isWorthARow) : results;
  const more = rows.length > MOST_ROWS ? [`and ${grouped(rows.length - MOST_ROWS)} more: --json has all`] : [];
  const table = litmusTable(rows.slice(0, MOST_ROWS));
  const lines = (remarks: readonly string[]): string[] => remarks.flatMap((remark) => wrapped(remark));
  return [
    ...(rows.length > 0 ? [textTable(table.columns, table.rows)] : []),
    ...more,
    ...lines(litmusRemarks(results, notRead)),
    ...litmusFaults(results).map(pc.red),
    ...lines(litmusSums(results, notRead)),
  ].join('\n');
}
