// What is said of litmus tests below their table: where they differ and why, what was not decided or not read, and sums.

import {
  comparedWith,
  isAsStated,
  isUndecided,
  type LitmusResult,
  litmusCounts,
  type NotRead,
} from '../results/litmus-result.js';
import { grouped, plural, time } from './numbers.js';

/** Of more lines of a kind, the others are in the JSON. */
const MOST_LINES = 20;

/** `notRead`: the files that were to be run beside those of `results`. */
export function litmusRemarks(results: readonly LitmusResult[], notRead: readonly NotRead[]): string[] {
  const differing = results.filter(({ agrees }) => agrees === false);
  const notes = results.flatMap(({ file, notes: own = [] }) => own.map((note) => `${file}: ${note}`));
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

/** How many agree of those that could be compared; and in how many ways the files came out, if some were not. */
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
  return results.filter(isUndecided).map(({ file, notRun = [] }) => {
    const { memory, reason } = notRun.at(-1) ?? {};
    return { file, reason: file, kind: reason === undefined ? 'no run' : `${memory} did not run it: ${reason}` };
  });
}

/** A line for each kind with its count and one of its files. Most files first. */
function countsByKind(what: string, files: readonly NotRead[]): string[] {
  const kinds = new Map<string, NotRead[]>();
  for (const file of files) kinds.set(file.kind, [...(kinds.get(file.kind) ?? []), file]);
  const sorted = [...kinds].sort(([, left], [, right]) => right.length - left.length);
  return sorted.map(([kind, those]) => `${what}, ${kind}: ${grouped(those.length)}, such as ${those[0]?.reason}`);
}

/** The first of the lines, and how many more there are. */
function firstOf(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return more > 1 ? [...lines.slice(0, MOST_LINES), `and ${grouped(more)} more: --json has all`] : [...lines];
}
