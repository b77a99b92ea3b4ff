// Schedules: which thread moves next, at each step. In text, `a5b2a` is five steps of thread 0, two of thread 1, and one of
// thread 0; `a.3` is the transition number 3 of thread 0.

import { UsageError } from '../../usage-error.js';
import type { System } from '../model/system.js';

/**
 * One step of a schedule: the thread, and which of its enabled transitions it executes (see Stepper). `choice` is 0
 * unless the thread has several.
 */
export interface ScheduleStep {
  readonly thread: number;
  readonly choice: number;
}

/** Far more than a shortest witness takes. */
const MAX_STEPS = 10_000;

export function scheduleText(schedule: readonly ScheduleStep[]): string {
  let text = '';
  for (let index = 0; index < schedule.length; ) {
    const { thread, choice } = schedule[index] as ScheduleStep;
    let end = index + 1;
    if (choice === 0) while (schedule[end]?.thread === thread && schedule[end]?.choice === 0) end++;
    const letter = String.fromCharCode('a'.charCodeAt(0) + thread);
    text += choice > 0 ? `${letter}.${choice}` : `${letter}${end - index > 1 ? end - index : ''}`;
    index = end;
  }
  return text;
}

/** The inverse of scheduleText(), or undefined if `text` is no schedule. @throws UsageError for one that is too long */
export function parseSchedule(text: string): ScheduleStep[] | undefined {
  if (!/^([a-p](\.?\d+)?)*$/.test(text)) return undefined;
  const runs = [...text.matchAll(/[a-p](\d+)?/g)];
  const steps = runs.reduce((sum, [, number]) => sum + Number(number ?? 1), 0);
  if (steps > MAX_STEPS) {
    throw new UsageError(`a schedule of ${steps} steps is no witness: at most ${MAX_STEPS} are replayed`);
  }
  return [...text.matchAll(/([a-p])(\.)?(\d+)?/g)].flatMap(([, letter = '', dot, number]) => {
    const thread = letter.charCodeAt(0) - 'a'.charCodeAt(0);
    if (dot) return [{ thread, choice: Number(number) }];
    return Array.from({ length: Number(number ?? 1) }, () => ({ thread, choice: 0 }));
  });
}

/** The states before each step of `schedule`, and at the end the one behind it. @throws ImpossibleStep */
export function statesAlong(system: System, schedule: readonly ScheduleStep[]): Int32Array[] {
  const stepper = system.newStepper();
  const states = [system.initial(system.starts)];
  for (const [index, { thread, choice }] of schedule.entries()) {
    const fields = states[index] as Int32Array;
    if (thread >= system.starts.length || choice >= stepper.choices(fields, thread)) throw new ImpossibleStep(index);
    stepper.execute(fields, thread, choice);
    states.push(stepper.fields.slice());
  }
  return states;
}

/** Thrown for a step that its thread cannot take. */
export class ImpossibleStep extends Error {
  constructor(readonly index: number) {
    super(`step ${index + 1} of the schedule cannot be taken`);
  }
}

/**
 * `system` after the steps of `prefix`, which lead to its initial state. Its threads are no longer to be put in another
 * order, as they are where equal ones are exchanged.
 */
export function systemAfter<S extends System>(system: S, prefix: readonly ScheduleStep[]): S {
  if (prefix.length === 0) return system;
  const last = statesAlong(system, prefix).at(-1) as Int32Array;
  return { ...system, initial: () => last.slice() };
}
