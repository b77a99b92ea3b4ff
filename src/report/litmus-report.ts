// Results of litmus tests, for a terminal: one in full, in the form of the classic tools, or many in a table.

import pc from 'picocolors';
import { groupBy } from '../group-by.js';
import {
  comparedWith,
  isAsStated,
  isUndecided,
  type LitmusResult,
  type LitmusRun,
  litmusCounts,
  type NotRead,
} from '../results/litmus-result.js';
import { wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { type Cell, type Figure, type Table, tableOf, textTable, verdictCell } from './table.js';

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
export function litmusTable(results: readonly LitmusResult[]): Table {
  const models = [...new Set(results.flatMap(({ runs, notRun }) => [...runs, ...notRun].map((run) => run.memory)))];
  const runOf = (result: LitmusResult, model: string): LitmusRun | undefined =>
    result.runs.find(({ memory }) => memory === model);
  const statesOf = (run: LitmusRun | undefined): string => (run ? grouped(run.states) : '');
  return tableOf(results, [
    { head: 'test', key: true, least: 20, cell: ({ name }) => name },
    ...models.map((head): TestFigure => ({ head, cell: (result) => runOf(result, head)?.answer ?? '' })),
    { head: 'Linux-kernel model', cell: ({ kernelAnswer }) => kernelAnswer ?? '' },
    { head: comparedWith(results[0]), cell: agreement },
    ...models.map(
      (model): TestFigure => ({
        ...{ head: `states ${model}`, align: 'right' },
        cell: (result) => statesOf(runOf(result, model)),
      }),
    ),
  ]);
}

type TestFigure = Figure<LitmusResult>;

function agreement(result: LitmusResult): Cell {
  if (result.agrees !== null) return verdictCell(result.agrees ? 'agrees' : 'differs');
  return isUndecided(result) ? verdictCell('not decided') : '';
}

function manyLitmus(results: readonly LitmusResult[], notRead: readonly NotRead[]): string {
  const isWorthARow = (result: LitmusResult): boolean => result.agrees === false || isUndecided(result);
  const rows = results.length > MOST_ROWS ? results.filter(isWorthARow) : results;
  const more = rows.length > MOST_ROWS ? [`and ${grouped(rows.length - MOST_ROWS)} more: --json has all`] : [];
  const table = litmusTable(rows.slice(0, MOST_ROWS));
  return [
    ...(rows.length > 0 ? [textTable(table)] : []),
    ...more,
    ...wrapped(litmusRemarks(results, notRead)),
    ...litmusFaults(results).map(pc.red),
    ...wrapped(litmusSums(results, notRead)),
  ].join('\n');
}

/** Of more lines of a kind, the others are in the JSON. */
const MOST_LINES = 20;

export function litmusRemarks(results: readonly LitmusResult[], notRead: readonly NotRead[]): string[] {
  const differing = results.filter(({ agrees }) => agrees === false);
  const notes = results.flatMap(({ file, notes: own }) => own.map((note) => `${file}: ${note}`));
  return [
    ...firstOf(differing.map((result) => `${result.name}: ${kernelText(result)}`)),
    ...firstOf(notes),
    ...firstOf(countsByKind('not decided', undecided(results))),
    ...firstOf(countsByKind('not read', notRead)),
  ];
}

/** Tests that came out otherwise than their files state. */
export function litmusFaults(results: readonly LitmusResult[]): string[] {
  const faults = results.filter((result) => !isAsStated(result));
  return firstOf(faults.map(({ file }) => `${file}: not as the file states`));
}

/** Counts agreements among the tests that could be compared, and the other outcomes of files, if there are any. */
export function litmusSums(results: readonly LitmusResult[], notRead: readonly NotRead[]): string[] {
  const { tests, agree, differ, notStated, notDecided, notRead: unread } = litmusCounts(results, notRead.length);
  const elapsedMs = results.reduce((sum, result) => sum + result.elapsedMs, 0);
  const compared = `${plural(results.length, 'test')}: ${comparedWith(results[0])} gives what the Linux-kernel model gives in ${agree} of ${agree + differ} (${time(elapsedMs)})`;
  if (notDecided + unread === 0) return [compared];
  const counts = [
    `${grouped(agree)} agree`,
    `${grouped(differ)} differ`,
    `${grouped(notStated)} state no result`,
    `${grouped(notDecided)} not decided`,
    `${grouped(unread)} not read`,
  ];
  return [compared, `${plural(tests, 'file')}: ${counts.join(', ')}`];
}

export function kernelText(result: LitmusResult): string {
  const { kernelAnswer, kernelRace, agrees, differs, runs } = result;
  if (kernelAnswer === null) return 'the file does not say what the Linux-kernel model gives';
  const said = `the Linux-kernel model ${kernelRace ? 'finds a data race' : `gives ${kernelAnswer}`}`;
  if (agrees === null) return `${said}, with which nothing is compared here`;
  if (agrees) {
    const weaker = runs.find(({ memory, answer }) => memory === 'ra' && answer !== kernelAnswer);
    return differs && weaker ? `${said} as well, ra ${weaker.answer}. ${differs}` : `${said} as well`;
  }
  const model = comparedWith(result);
  const run = runs.find(({ memory }) => memory === model);
  const stated = kernelRace ? 'a data race' : kernelAnswer;
  const found = kernelRace ? 'finds none' : `gives ${run?.answer ?? 'nothing'}`;
  return `the file states ${stated}, ${model} ${found}. ${differs ?? 'It gives no reason in a line "Differs: ...".'}`;
}

/** Tests that were not decided, as files that were not read: with the reason of the model that was to be compared. */
function undecided(results: readonly LitmusResult[]): NotRead[] {
  return results.filter(isUndecided).map(({ file, notRun }) => {
    const { memory, reason } = notRun.at(-1) ?? {};
    return { file, reason: file, kind: reason === undefined ? 'no run' : `${memory} did not run it: ${reason}` };
  });
}

/** A line for each kind with its count and one of its files. Most files first. */
function countsByKind(what: string, files: readonly NotRead[]): string[] {
  const kinds = groupBy(files, ({ kind }) => kind).sort((left, right) => right.length - left.length);
  return kinds.map((those) => `${what}, ${those[0]?.kind}: ${grouped(those.length)}, such as ${those[0]?.reason}`);
}

/** The first of the lines, and how many more there are. */
function firstOf(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return more > 1 ? [...lines.slice(0, MOST_LINES), `and ${grouped(more)} more: --json has all`] : [...lines];
}
