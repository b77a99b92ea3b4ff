// A witness for a terminal: the steps of each thread, in its turn, and its beliefs; and a replay of one.

import pc from 'picocolors';
import type { CheckConfig, Witness, WitnessNote, WitnessStep } from '../results/check-result.js';
import type { ReplayResult } from '../results/replay-result.js';
import { slotText } from '../results/slot-value.js';
import { isReplayable } from '../results/verdicts.js';
import { POISON } from '../runtime/layout.js';
import { assertionText } from '../violations/stories.js';
import { type Property, propertyTitle } from '../violations/table.js';
import { lifeText, typeName } from '../violations/words.js';
import { outputWidth, wrapped } from './layout.js';
import { grouped, plural, time } from './numbers.js';
import { verdictLines } from './table.js';

/** A heading, then the steps. */
export function witnessLines(config: CheckConfig, witness: Witness): string[] {
  const { property, steps, countAccesses, switches } = witness;
  const turns = switches === 1 ? '1 switch' : `${switches} switches`;
  const head = `${propertyTitle(property)}: ${plural(steps.length, 'step')}, ${countAccesses} of them on the count word, ${turns} between threads`;
  const ending = ENDINGS[property];
  return [
    ...wrapped(head).map(pc.bold),
    ...stepLines(config, steps),
    ...(ending ? wrapped(ending, GAP) : []),
    ...wrapped(missingTexts(witness), GAP),
    ...(isReplayable(steps) ? [GAP + replayText(witness)] : wrapped(replayText(witness), GAP)).map(pc.dim),
  ];
}

const GAP = '  ';
/** Indent of the further lines of a long step, and of its notes. */
const HANG = '    ';
const NARROWEST_TEXT = 24;

/**
 * One line for each step, such as `T1: put: fetchSub refcount [1 -> 0]  v4.ts:31`, a blank line between turns. What was done
 * is broken where it would run into the place in the source, which stands on its last line.
 */
export function stepLines(config: CheckConfig, steps: readonly WitnessStep[], indent = GAP): string[] {
  const names = threadNames(config);
  const room = outputWidth() - indent.length - GAP.length;
  const numbered = steps.some(({ from }) => from !== undefined);
  const texts = steps.map((step, index) => `${numbered ? `${index + 1} ` : ''}${stepText(config, names, step)}`);
  const [widest, widestPlace] = [texts, steps.map(placeOf)].map((all) =>
    Math.max(0, ...all.map(({ length }) => length)),
  );
  const column = Math.max(NARROWEST_TEXT, Math.min(widest ?? 0, room - (widestPlace ?? 0)));
  return steps.flatMap((step, index) => {
    const text = texts[index] ?? '';
    const fits = text.length + placeOf(step).length <= room;
    const lines = fits ? [text] : wrapped(text, HANG, column).map((part, at) => (at === 0 ? part.trimStart() : part));
    const last = lines.pop() ?? '';
    const mark = step.half === 0 ? '' : pc.bold(markOf(step));
    return [
      ...(index > 0 && steps[index - 1]?.thread !== step.thread ? [''] : []),
      ...lines.map((part) => indent + part),
      `${indent}${last.padEnd(column)}${GAP}${pc.dim(step.source)}${mark}`,
      ...step.notes.flatMap((note) =>
        wrapped(noteText(config, names[step.thread] ?? '', note), indent + HANG).map(
          note.kind === 'holds' ? pc.dim : pc.red,
        ),
      ),
    ];
  });
}

function placeOf(step: WitnessStep): string {
  return step.source + markOf(step);
}

/** Which of the two steps of a put it is, if any. */
function markOf({ half }: WitnessStep): string {
  return half === 0 ? '' : `${GAP}step (${half})`;
}

/** Sentences below the last step, for properties that no single step shows. */
export const ENDINGS: Readonly<Partial<Record<Property, string>>> = {
  leak: 'Everything has ended, and a page is left that nobody can free.',
  livelock: 'From here on no schedule lets every thread end.',
};

/** Role names, with a number where several threads play one role. */
export function threadNames({ roles }: Pick<CheckConfig, 'roles'>): string[] {
  return roles.map((role, index) => {
    const among = roles.filter((other) => other === role).length;
    return among === 1 ? role : `${role} ${roles.slice(0, index + 1).filter((other) => other === role).length}`;
  });
}

/** A step as its line tells it, such as `T1: put: fetchSub refcount [1 -> 0]`. `names`: of threadNames(). */
export function stepText(config: CheckConfig, names: readonly string[], step: WitnessStep): string {
  const change = changeText(step, (location, value) => valueText(config, location, value), '->');
  return `${names[step.thread]}: ${functionOf(step.path)}: ${change}`;
}

/** Returns the effect of a step, such as `fetchSub refcount [1 -> 0]`. */
export function changeText(
  step: WitnessStep,
  textOf: (location: string, value: number) => string,
  arrow: '->' | '→',
): string {
  const { operation, location, before, after, from } = step;
  if (operation === 'begin') return 'begins';
  if (operation === 'choose') return `chooses ${after} of ${before}`;
  const value = (raw: number): string => textOf(location, raw);
  const lost = operation === 'compareExchange' && before === after ? ', fails' : '';
  const change = operation === 'load' ? value(before) : `${value(before)} ${arrow} ${value(after)}`;
  const writer = from === undefined ? '' : `, from ${from + 1}`;
  return `${operation} ${location} [${change}]${lost}${writer}${staleText(step, value)}`;
}

/** The function that a step is told to be in. What makes up tryGet and put in a protocol is told as those. */
export function functionOf(path: readonly string[]): string {
  const [outer = '', inner = ''] = path.slice(-2);
  return MADE_OF[outer] === inner ? outer : (path.at(-1) ?? '');
}

const MADE_OF: Readonly<Record<string, string>> = { tryGet: 'tryGetMany', put: 'putMany' };

/** Says by how much a step missed the newest value; empty where it did not. */
function staleText({ operation, newer, newest }: WitnessStep, value: (raw: number) => string): string {
  if (newer === undefined || newest === undefined) return '';
  const how = operation === 'store' ? 'goes before' : 'is older than';
  return `, ${how} ${plural(newer, 'other write')}, the newest ${value(newest)}`;
}

/** Which orders would forbid the execution of the witness: a sentence for each, or none. */
export function missingTexts({ steps, missing = [] }: Witness): string[] {
  return missing.map(({ step, asked, enough }) => {
    const { operation, source } = steps[step] as WitnessStep;
    return `The model would forbid this if the ${operation} of step ${step + 1} (${source}) were ${enough}, not ${asked}.`;
  });
}

/** Returns the command that replays the witness on real threads, or the reason why none can. */
export function replayText({ steps, token }: Witness): string {
  return isReplayable(steps)
    ? `reftorture replay ${token}`
    : 'real threads cannot replay it: their shared memory is sequentially consistent';
}

/** A value as the thread on the list would write it. */
export function valueText(config: CheckConfig, location: string, value: number): string {
  const { width } = config;
  if (location.startsWith('type')) return typeName(value);
  if (location.startsWith('slot')) return slotText(value);
  if (location.startsWith('refcount') && isPoisoned(config, value)) {
    return value === POISON ? 'POISON' : `POISON${value > POISON ? '+' : ''}${value - POISON}`;
  }
  const beyondFrozen = value + 2 ** (width - 1);
  if (!location.startsWith('refcount') || value >= 0 || beyondFrozen > 2 ** 20) return String(value);
  return beyondFrozen === 0 ? 'FROZEN' : `FROZEN+${beyondFrozen}`;
}

/** Returns true for the poison of freed memory and values near it. On a narrow word they cannot be told from counts. */
function isPoisoned({ width, reclaim = 'type-stable' }: CheckConfig, value: number): boolean {
  return width === 32 && reclaim !== 'type-stable' && Math.abs(value - POISON) < 2 ** 10;
}

/** Returns a note of the checker's own monitors in words, with the title of its violation where the words do not say it. */
export function toldNote(note: Exclude<WitnessNote, { kind: 'violation' | 'holds' }>): {
  readonly title?: string;
  readonly text: string;
} {
  switch (note.kind) {
    case 'trap':
      return { text: `${note.source}: ${note.function}() traps: ${note.message}` };
    case 'assertion':
      return { text: assertionText(note) };
    case 'freedUnderHolder': {
      const held = `${plural(note.holders, 'counted reference')} on it ${note.holders === 1 ? 'is' : 'are'} held`;
      const text = `page ${note.page} is freed in ${lifeText(note.generation)}, while ${held}`;
      return { title: propertyTitle('useAfterFree'), text };
    }
    case 'touchedFreed': {
      const memory = `the memory of descriptor ${note.page} is free (${lifeText(note.generation)}), and may be anything`;
      return { title: propertyTitle('touchedFreed'), text: `${memory}: this access touches its count word` };
    }
  }
}

/** `use after free: page 0 is freed ...`. */
export function titledText({ title, text }: ReturnType<typeof toldNote>): string {
  return title === undefined ? text : `${title}: ${text}`;
}

function noteText(config: CheckConfig, name: string, note: WitnessNote): string {
  if (note.kind === 'trap') return `${toldNote(note).text}: ${name} stops`;
  if (note.kind === 'assertion') return `broken assertion: ${name} found that ${assertionText(note)}`;
  if (note.kind === 'holds') return `${name} now acts as a holder of page ${note.page}, ${lifeText(note.generation)}`;
  if (note.kind !== 'violation') return titledText(toldNote(note));
  const { property, heldGeneration, believedType, generation, type, word } = note;
  const belief = `${lifeText(heldGeneration)}${believedType === 0 ? '' : `, type ${typeName(believedType)}`}`;
  const truth = `${lifeText(generation)}, type ${typeName(type)}, count word ${valueText(config, 'refcount', word)}`;
  return `${propertyTitle(property)}: ${name} acts on ${belief}; the page is ${truth}`;
}

/** Returns what was replayed: the title of the violation, where it is known. */
export function replayedTitle({ property }: ReplayResult): string {
  return property === null ? 'a witness' : propertyTitle(property);
}

/** `steps`: those of the witness, which the result itself does not hold. */
export function replayReport(result: ReplayResult, steps: readonly WitnessStep[] = []): string {
  const { config, verdict, replays, agreed, interrupted, elapsedMs, problems } = result;
  return [
    ...wrapped(
      `replay: ${replayedTitle(result)} of ${config.protocol} in ${config.scenario}, on ${plural(config.roles.length, 'real thread')}`,
    ),
    '',
    ...(steps.length > 0 ? [...stepLines(config, steps), ''] : []),
    ...wrapped(problems).map(pc.red),
    ...verdictLines(
      verdict,
      replays === 0
        ? `no way to a violation under the sources of today, which follow it for ${plural(result.steps, 'step')}`
        : `${grouped(agreed)} of ${plural(replays, 'replay')} agreed in all ${plural(result.steps, 'step')} and in what the detectors saw, ${time(elapsedMs)}${interrupted ? ', then interrupted' : ''}`,
    ),
  ].join('\n');
}
