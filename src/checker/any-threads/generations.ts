// Generations of the one page, of which only two matter: the *current* one, and any that is *stale*. A stale one never comes
// back, and no two are compared with each other: detectors and allocator compare with the page alone (src/pages). So each
// generation has one of four numbers, by its parity; and these are so large that no actor has another value that is one of
// them. A protocol, which knows no generations, may: then nothing is proved.

import type { Program } from '../../printers/model/instructions.js';
import { protocolFunctions } from '../program/holding.js';
import type { Frame, Pause } from '../program/pause.js';
import { Undecided } from './count-word.js';

const FIRST = 0x2a000000;
const STALE_ODD = FIRST + 1;
const STALE_EVEN = FIRST + 2;
/** The generations of a page that is free, and of one that is not. */
export const FREE_NOW = FIRST + 4;
export const LIVE_NOW = FIRST + 5;
/** Behind them: sums that threads compute. */
const LAST = FIRST + 8;

/** A page leaves the allocator, or returns to it. */
export type Passage = 'claimed' | 'freed';

/** The passage of a page whose generation was `before` and is `after`, if it is one. @throws Undecided */
export function passageOf(before: number, after: number): Passage | undefined {
  if (after === before) return undefined;
  if (after !== before + 1) throw new Undecided('a generation changes by more than 1');
  return before === FREE_NOW ? 'claimed' : 'freed';
}

/** The number of the generation `value` after `passage`, whatever it is the number of. */
function renamedValue(value: number, passage: Passage): number {
  if (value === FREE_NOW) return STALE_EVEN;
  if (passage === 'claimed') return value;
  if (value === LIVE_NOW) return STALE_ODD;
  return value === LIVE_NOW + 1 ? FREE_NOW : value;
}

/** All values that a thread has at `pause`. */
export function valuesIn({ inputs, continuation: { globals, frames } }: Pause): number[] {
  return [...inputs, ...globals, ...frames.flatMap(({ registers }) => registers)];
}

/** `pause` after `passage`; itself where it holds no generation. `program`: what threads run. @throws Undecided */
export function renamedPause(pause: Pause, passage: Passage, program: Program): Pause {
  const { continuation, inputs } = pause;
  const isOld = (value: number): boolean => value >= FIRST && value < LAST;
  if (!valuesIn(pause).some(isOld)) return pause;
  const called = continuation.frames.findIndex(({ functionIndex }) => protocolFunctions(program).has(functionIndex));
  const ofProtocol = called < 0 ? [] : continuation.frames.slice(called);
  if (ofProtocol.some(({ registers }) => registers.some(isOld)) || (called >= 0 && inputs.some(isOld)))
    throw new Undecided('the protocol computes with a number that stands for a generation');
  const renamed = (all: readonly number[]): number[] =>
    all.map((value) => (isOld(value) ? renamedValue(value, passage) : value));
  const frames = continuation.frames.map((frame): Frame => ({ ...frame, registers: renamed(frame.registers) }));
  return {
    ...pause,
    inputs: renamed(inputs),
    continuation: { ...continuation, frames, globals: renamed(continuation.globals) },
  };
}
