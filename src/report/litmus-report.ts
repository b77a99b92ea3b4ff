// Results of litmus tests, for a terminal: one in full, in the form of the classic tools, or many in a table.

import pc from 'picocolors';
import {
  isAsStated,
  isUndecided,
  type LitmusResult,
  type LitmusRun,
  litmusCounts,
  type NotRead,
} from '../results/litmus-result.js';
import { wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { type Cell, type Column, textTable } from './table.js';
import { verdictCell } from './verdict.js';

/** Of more tests, only those that do not agree have rows: what there is to look at. */
const MOST_ROWS = 200;
/** Of more reasons, or tests with one reason, the others are in the JSON. */
const MOST_REASONS = 20;

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
function runLines({ memory, answer, outcomes, states }: LitmusRun): string[] {
  const counts = outcomes.map(({ schedules }) => grouped(schedules));
  const width = Math.max(0, ...counts.map(({ length }) => length));
  const [holding, others] = [true, false].map((wanted) => outcomes.filter(({ holds }) => holds === wanted).length);
  return [
    `${pc.bold(memory)}: ${plural(outcomes.length, 'final state')}, ${plural(states, 'state')}`,
    ...outcomes.map(({ values, holds, pointers = {} }, index) => {
      const assignments = Object.entries(values).map(([name, value]) => `${name}=${pointers[name] ?? value};`);
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
    result.agrees !== null
      ? verdictCell(result.agrees ? 'agrees' : 'differs')
      : isUndecided(result)
        ? 'not decided'
        : '',
    sc ? grouped(sc.states) : '',
    ra ? grouped(ra.states) : '',
  ];
}

/** Below the table: where they differ and why, and how many agree. */
export function litmusRemarks(results: readonly LitmusResult[]): string[] {
  const stated = results.filter(({ agrees }) => agrees !== null);
  const agreeing = stated.filter(({ agrees }) => agrees).length;
  const elapsedMs = results.reduce((sum, result) => sum + result.elapsedMs, 0);
  return [
    ...results.filter(({ agrees }) => agrees === false).map((result) => `${result.name}: ${kernelText(result)}`),
    ...undecidedRemarks(results),
    ...results.flatMap(({ file, notes = [] }) => notes.map((note) => `${file}: ${note}`)),
    `${plural(results.length, 'test')}: ra gives what the Linux-kernel model gives in ${agreeing} of ${stated.length} (${time(elapsedMs)})`,
  ];
}

/** Tests that came out otherwise than their files state. */
export function litmusFaults(results: readonly LitmusResult[]): string[] {
  return results.filter((result) => !isAsStated(result)).map(({ file }) => `${file}: not as the file states`);
}

/** How many were not decided, by the reason. */
function undecidedRemarks(results: readonly LitmusResult[]): string[] {
  const undecided = results.filter(isUndecided).map(({ file, notRun = [] }) => {
    const { memory, reason = 'no memory model ran it' } = notRun.at(-1) ?? {};
    const kind = memory === undefined ? reason : `${memory} did not run it: ${reason}`;
    return { file, kind, reason: file };
  });
  return byKind(undecided).map(({ kind, files }) => `not decided, ${kind}: ${files.length}${such(files)}`);
}

/** How many files were not read, by the reason. */
export function notReadRemarks(notRead: readonly NotRead[]): string[] {
  return byKind(notRead).map(({ kind, files }) =>
    files.length === 1 ? `not read: ${files[0]?.reason}` : `not read, ${kind}: ${files.length}${such(files)}`,
  );
}

function such(files: readonly NotRead[]): string {
  return files.length === 1 ? `, ${files[0]?.reason}` : `, such as ${files[0]?.reason}`;
}

/** Most files first. */
function byKind(files: readonly NotRead[]): { readonly kind: string; readonly files: readonly NotRead[] }[] {
  const kinds = new Map<string, NotRead[]>();
  for (const file of files) kinds.set(file.kind, [...(kinds.get(file.kind) ?? []), file]);
  const sorted = [...kinds].sort(([, left], [, right]) => right.length - left.length);
  return sorted.map(([kind, those]) => ({ kind, files: those }));
}

/** The first of the lines, and how many more there are. */
function someOf(lines: readonly string[]): string[] {
  const more = lines.length - MOST_REASONS;
  return more > 1 ? [...lines.slice(0, MOST_REASONS), `and ${more} more: --json has all`] : [...lines];
}

/** In how many ways the tests of a set came out, where that is more than agreeing and differing. */
function countLine(results: readonly LitmusResult[], notRead: readonly NotRead[]): string[] {
  const counts = litmusCounts(results, notRead.length);
  if (counts.notRead + counts.notDecided === 0) return [];
  return [
    `${plural(counts.tests, 'file')}: ${grouped(counts.agree)} agree, ${grouped(counts.differ)} differ, ${grouped(counts.notStated)} state no result, ${grouped(counts.notDecided)} not decided, ${grouped(counts.notRead)} not read`,
  ];
}

function manyLitmus(results: readonly LitmusResult[], notRead: readonly NotRead[]): string {
  const rows = results.length > MOST_ROWS ? results.filter(({ agrees }) => agrees !== true) : results;
  const remarks = litmusRemarks(results);
  const last = remarks.pop() as string;
  return [
    ...(rows.length > 0 ? [textTable(litmusColumns, rows.slice(0, MOST_ROWS).map(litmusCells))] : []),
    ...[...someOf(remarks), ...someOf(notReadRemarks(notRead)), last, ...countLine(results, notRead)].flatMap(
      (remark) => wrapped(remark),
    ),
    ...someOf(litmusFaults(results)).map(pc.red),
  ].join('\n');
}

/** Undefined in a file that was made by hand. */
function runOf({ runs }: LitmusResult, memory: LitmusRun['memory']): LitmusRun | undefined {
  return runs.find((run) => run.memory === memory);
}

function kernelText(result: LitmusResult): string {
  const { kernelAnswer, agrees, differs } = result;
  if (kernelAnswer === null) return 'the file does not say what the Linux-kernel model gives';
  if (agrees === null) return `the Linux-kernel model gives ${kernelAnswer}, with which nothing is compared here`;
  if (agrees) return `the Linux-kernel model gives ${kernelAnswer} as well`;
  return `the Linux-kernel model gives ${kernelAnswer}, ra ${runOf(result, 'ra')?.answer ?? 'nothing'}. ${differs ?? 'The file does not say why.'}`;
}
