// The text of the demonstration, step by step.

import pc from 'picocolors';
import { stallInWords } from '../analysis/stall-words.js';
import type { CheckResult, WitnessStep } from '../results/check-result.js';
import type { DemoResult } from '../results/demo-result.js';
import type { RaceResult } from '../results/race-result.js';
import type { ReplayResult } from '../results/replay-result.js';
import type { ScaleResult } from '../results/scale-result.js';
import { violationsSeen } from '../results/verdicts.js';
import { findWorkload } from '../scenarios/workloads.js';
import { violationTable } from '../violations/table.js';
import { type Explained, explained, wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { story } from './race-report.js';
import { speedsTable } from './scale-report.js';
import { textTable } from './table.js';
import { replayReport } from './witness.js';

const INDENT = '  ';

const text = (...lines: readonly (string | readonly string[])[]): string => `${lines.flat().join('\n')}\n`;

function heading(number: number, title: string): string[] {
  return ['', pc.bold(`${number}. ${title}`), ''];
}

export function demoOpening(): string {
  return text(
    wrapped(
      'The series "mm: improve folio refcount scalability" (v4) lets a page die in two steps: drop the count to 0, then set a frozen bit. Looked for here: a put that is delayed between its steps, and then frees a page that has become somebody else\'s (a stolen free) with the destructor of the wrong type.',
    ),
    heading(1, 'Real threads, nothing slowed down'),
  );
}

/** One line for a race, and the story of what it showed. */
export function demoRace(result: RaceResult): string {
  const { config, totals, durationMs, firstViolationMs, violations } = result;
  const [first, ...others] = violationsSeen(result);
  const ran = `${grouped(totals.operations)} operations in ${time(durationMs)}`;
  const how = config.stall.kind === 'none' ? 'nothing slowed down' : stallInWords(config.stall);
  const line = `${config.protocol.padEnd(4)} ${ran}, ${how}: `;
  if (result.verdict === 'inconclusive')
    return text(wrapped(`${line}inconclusive: ${result.notes.join('; ')}`, INDENT));
  if (first === undefined) {
    const shy = config.protocol === 'old' ? '' : '. It depends on the machine and its load; so once more, with a stall';
    return text(wrapped(`${line}no violation${config.stall.kind === 'none' ? shy : ' this time'}`, INDENT));
  }
  const thefts = `${grouped(violations.stolenFree)} ${violationTable.stolenFree.plural}`;
  const besides = [first, ...others].filter((violation) => violation !== 'stolenFree');
  const titles = besides.map((violation) => `; ${violationTable[violation].title}`).join('');
  const [title = '', ...sentences] = story(result);
  return text(
    wrapped(`${line}${thefts}${titles}; the first after ${time(firstViolationMs ?? 0)}`, INDENT),
    '',
    wrapped(`One of them: ${title}`, INDENT),
    wrapped(sentences, `${INDENT}  `),
  );
}

export function demoCheck({ config, states, complete, witness, elapsedMs }: CheckResult): string {
  const size = `${complete ? 'All' : 'The first'} ${grouped(states)} states of ${plural(config.roles.length, 'thread')} were explored in ${time(elapsedMs)}.`;
  const found = witness
    ? `The shortest way to the type confusion takes ${plural(witness.steps.length, 'step')}, ${witness.countAccesses} of them on the count word.`
    : 'No violation.';
  return text(heading(2, 'Every interleaving of the same source'), wrapped(`${size} ${found}`, INDENT));
}

export function demoReplay(result: ReplayResult, steps: readonly WitnessStep[]): string {
  return text(heading(3, 'That schedule, forced onto real threads'), replayReport(result, steps));
}

export function demoScale(result: ScaleResult): string {
  const { config, warnings } = result;
  const series = result.series.filter(({ median }) => median !== null);
  const measured = config.workloads.filter((name) => series.some(({ workload }) => workload === name));
  const means = `Operations per second, median [95 % interval] of ${config.trials} trials of ${config.durationMs} ms.`;
  return text(
    heading(4, 'What the change buys, and what it costs'),
    explained(
      measured.map((name): Explained => [name, findWorkload(name).description]),
      INDENT,
    ),
    '',
    wrapped(means, INDENT),
    '',
    ...(series.length === 0 ? [] : [textTable(speedsTable({ ...result, series })).trimEnd()]),
    wrapped(warnings.map((warning) => `warning: ${warning}`)).map(pc.dim),
  );
}

/** All of it at once, as the command showed it step by step. */
export function demoText(result: DemoResult): string {
  const { races, check, replay, scale } = result;
  const steps = [
    ...races.map(demoRace),
    ...(check ? [demoCheck(check)] : []),
    ...(replay ? [demoReplay(replay, check?.witness?.steps ?? [])] : []),
    ...(scale ? [demoScale(scale)] : []),
  ];
  return demoOpening() + steps.join('') + demoClosing(result);
}

const NEXT: readonly Explained[] = [
  ['npx reftorture claims --quick', 'answers to the thread'],
  ['npx reftorture race --stall spin:10,spin:100', 'how often, by stall'],
  ['npx reftorture check --dtor looked-up --memory ra', 'under weak memory'],
  ['npx reftorture new mine.ts --from v4', 'a protocol of your own'],
  ['npx reftorture --help', 'all commands'],
];

const OUTCOMES: Readonly<Record<DemoResult['shown'], string>> = {
  naturally: 'The race showed on this machine with nothing slowed down.',
  stalled: 'The race did not show in this time with nothing slowed down, but with a stall between the steps.',
  'not at all': 'The race did not show by chance in this time; the forced schedule is the proof that it is there.',
};

/** Returns the outcome in a sentence or two. */
export function demoOutcome({ shown, interrupted }: DemoResult): string {
  if (interrupted) return 'Interrupted: the rest was not run.';
  return `${OUTCOMES[shown]} A clean race is a sample, no proof.`;
}

export function demoDefects({ broken }: DemoResult): string[] {
  return broken.map((defect) => `Not as it should be: ${defect}`);
}

export function demoClosing(result: DemoResult): string {
  const { environment, elapsedMs } = result;
  return text(
    '',
    wrapped(demoOutcome(result)),
    wrapped(demoDefects(result)).map(pc.red),
    '',
    pc.bold('Next'),
    explained(NEXT, INDENT),
    '',
    wrapped(`${time(elapsedMs)} · ${provenanceLines(environment).join(' ')}`).map(pc.dim),
  ).trimEnd();
}
