// A witness for a terminal: what each thread did, in its turn, and what it believed.

import pc from 'picocolors';
import {
  type CheckConfig,
  isReplayable,
  type Property,
  type Witness,
  type WitnessNote,
  type WitnessStep,
} from '../results/check-result.js';
import { TYPE_X, TYPE_Y } from '../runtime/layout.js';
import { plural } from './numbers.js';

export const PROPERTY_TITLES: Readonly<Record<Property, string>> = {
  stolenFree: 'stolen free',
  typeConfusionStolenFree: 'wrong destructor, stolen free',
  typeConfusionStaleGet: 'wrong destructor, stale get',
  doubleFree: 'double free',
  useAfterFree: 'use after free',
  leak: 'leak',
  underflow: 'underflow',
  lostOverflow: 'lost overflow',
  brokenFreeze: 'broken freeze',
  livelock: 'livelock',
};

/** A heading, then the steps. */
export function witnessLines(config: CheckConfig, witness: Witness): string[] {
  const { property, steps, countAccesses, switches } = witness;
  const turns = switches === 1 ? '1 switch' : `${switches} switches`;
  const head = `${PROPERTY_TITLES[property]}: ${plural(steps.length, 'step')}, ${countAccesses} of them on the count word, ${turns} between threads`;
  const ending = ENDINGS[property];
  return [
    pc.bold(head),
    ...stepLines(config, steps),
    ...(ending ? [`  ${ending}`] : []),
    pc.dim(`  ${replayText(witness)}`),
  ];
}

/** One line for each step, such as `T1: put: fetchSub refcount [1 -> 0]  v4.ts:31`, a blank line between turns. */
export function stepLines(config: CheckConfig, steps: readonly WitnessStep[]): string[] {
  const names = threadNames(config);
  const width = Math.max(0, ...steps.map((step) => line(config, names, step).length));
  return steps.flatMap((step, index) => {
    const mark = step.half === 0 ? '' : pc.bold(`  step (${step.half})`);
    return [
      ...(index > 0 && steps[index - 1]?.thread !== step.thread ? [''] : []),
      `  ${line(config, names, step).padEnd(width)}  ${pc.dim(step.source)}${mark}`,
      ...step.notes.map((note) => `      ${noteText(config, names[step.thread] as string, note)}`),
    ];
  });
}

/** What the last step alone does not say. */
const ENDINGS: Readonly<Partial<Record<Property, string>>> = {
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

function line(config: CheckConfig, names: readonly string[], step: WitnessStep): string {
  const { operation, location, before, after, path, thread } = step;
  const where = path.at(-1) ?? '';
  if (operation === 'choose') return `${names[thread]}: ${where}: chooses ${after} of ${before}`;
  const value = (raw: number): string => valueText(config, location, raw);
  const lost = operation === 'compareExchange' && before === after ? ', fails' : '';
  const change = operation === 'load' ? value(before) : `${value(before)} -> ${value(after)}`;
  return `${names[thread]}: ${where}: ${operation} ${location} [${change}]${lost}${staleText(step, value)}`;
}

/** What a step found instead of the newest value, or nothing. */
export function staleText({ operation, newer, newest }: WitnessStep, value: (raw: number) => string): string {
  if (newer === undefined || newest === undefined) return '';
  const how = operation === 'store' ? 'goes before' : 'is older than';
  return `, ${how} ${plural(newer, 'other write')}, the newest ${value(newest)}`;
}

/** How to see the witness on real threads, or why that cannot be. */
export function replayText({ steps, token }: Witness): string {
  return isReplayable(steps)
    ? `reftorture replay ${token}`
    : 'real threads cannot replay it: their shared memory is sequentially consistent';
}

/** A value as the thread on the list would write it. */
export function valueText({ width }: CheckConfig, location: string, value: number): string {
  if (location.startsWith('type')) return typeText(value);
  if (location.startsWith('slot')) return value < 0 ? 'empty' : `page ${value}`;
  const beyondFrozen = value + 2 ** (width - 1);
  if (!location.startsWith('refcount') || value >= 0 || beyondFrozen > 2 ** 20) return String(value);
  return beyondFrozen === 0 ? 'FROZEN' : `FROZEN+${beyondFrozen}`;
}

export function typeText(type: number): string {
  return type === TYPE_X ? 'X' : type === TYPE_Y ? 'Y' : 'none';
}

function noteText(config: CheckConfig, name: string, note: WitnessNote): string {
  if (note.kind === 'holds') {
    return pc.dim(`${name} believes that it holds life ${life(note.generation)} of page ${note.page}`);
  }
  const { property, heldGeneration, believedType, generation, type, word } = note;
  const belief = `life ${life(heldGeneration)}${believedType === 0 ? '' : `, type ${typeText(believedType)}`}`;
  const truth = `life ${life(generation)}, type ${typeText(type)}, count word ${valueText(config, 'refcount', word)}`;
  return pc.red(`${PROPERTY_TITLES[property]}: ${name} acts on ${belief}; the page is ${truth}`);
}

/** A generation word counts allocations and frees; a reader counts the page's lives. */
export function life(generation: number): string {
  const number = Math.ceil(generation / 2);
  return generation % 2 === 0 ? `${number} (free)` : String(number);
}
