// The picture of the race in the README: T1, T2 and T3 against the count word, drawn from the shortest witness of today.

import type { CheckResult, Witness, WitnessStep } from '../dist/index.js';
import { functionOf } from '../dist/report/witness.js';

const ROW = 34;
const TOP = 62;
const LANES = [140, 340, 540];
const WORD = 740;
const WIDTH = 840;
const COLOURS = { ink: '#1f2328', faint: '#6e7781', window: '#fff1c2', wrong: '#cf222e', word: '#eaeef2' };

/** An SVG of the accesses to the count word, one row each, and what the last of them does. */
export function racePicture({ config, witness }: CheckResult): string {
  if (!witness) throw new Error('there is no witness to draw');
  const rows = witness.steps.filter(({ location }) => location.startsWith('refcount'));
  const height = TOP + ROW * (rows.length + 1) + 16;
  const y = (row: number): number => TOP + ROW * row + ROW / 2;
  const heads = [
    ...config.roles.map((role, lane) => text(LANES[lane] ?? 0, 28, role, 'bold')),
    text(WORD, 28, 'count word', 'bold'),
  ];
  const lanes = [...LANES, WORD].map(
    (x) => `<line x1="${x}" y1="40" x2="${x}" y2="${height - 16}" stroke="${COLOURS.word}" stroke-width="2"/>`,
  );
  const last = rows.length - 1;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" role="img">
<title>The shortest way to a stolen free under v4</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${lanes.join('\n')}
${windowOf(rows, y)}
${heads.join('\n')}
${rows.map((step, row) => rowOf(step, labelOf(step, witness), y(row), row === last)).join('\n')}
${text(LANES[0] ?? 0, y(rows.length), 'frees a page of type Y as type X', 'bold', COLOURS.wrong)}
</svg>
`;
}

/** The time between the first thread's steps 1 and 2. */
function windowOf(rows: readonly WitnessStep[], y: (row: number) => number): string {
  const opened = rows.findIndex(({ thread, half }) => thread === 0 && half === 1);
  const closed = rows.findIndex(({ thread, half }) => thread === 0 && half === 2);
  const x = (LANES[0] ?? 0) - 92;
  const middle = (y(opened) + y(closed)) / 2;
  return `<rect x="${x}" y="${y(opened)}" width="184" height="${y(closed) - y(opened)}" fill="${COLOURS.window}"/>
${text(LANES[0] ?? 0, middle, 'held up in the window', 'normal', COLOURS.faint)}`;
}

/** The operation; of a put the step, of an allocation the type that its thread has just given the page. */
function labelOf(step: WitnessStep, { steps }: Witness): string {
  const operation = functionOf(step.path);
  if (step.half !== 0) return `${operation} (${step.half})`;
  const typed = steps.find(({ thread, location }) => thread === step.thread && location.startsWith('type'));
  return operation === 'init' && typed ? `init as ${typed.after === 1 ? 'X' : 'Y'}` : operation;
}

function rowOf(step: WitnessStep, label: string, y: number, isLast: boolean): string {
  const x = LANES[step.thread] ?? 0;
  const colour = isLast ? COLOURS.wrong : COLOURS.ink;
  const value = `${wordText(step.before)} → ${wordText(step.after)}`;
  return `<line x1="${x}" y1="${y}" x2="${WORD}" y2="${y}" stroke="${COLOURS.word}"/>
<rect x="${x - 46}" y="${y - 12}" width="92" height="24" rx="5" fill="#ffffff" stroke="${colour}"/>
${text(x, y, label, isLast ? 'bold' : 'normal', colour)}
<rect x="${WORD - 78}" y="${y - 12}" width="156" height="24" rx="5" fill="${COLOURS.word}"/>
${text(WORD, y, value, isLast ? 'bold' : 'normal', colour)}`;
}

function wordText(value: number): string {
  return value < 0 ? 'FROZEN' : String(value);
}

function text(x: number, y: number, content: string, weight = 'normal', fill = COLOURS.ink): string {
  return `<text x="${x}" y="${y}" text-anchor="middle" dominant-baseline="central" font-weight="${weight}" fill="${fill}">${content}</text>`;
}
