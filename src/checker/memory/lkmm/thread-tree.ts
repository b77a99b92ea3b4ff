// A thread as a tree: at each node it pauses before an access, a fence or the like, and the value that this yields says
// where it goes on. Code is interpreted once for each node, however many executions go through it, as long as the tree has
// room for more nodes.

import type { Access, Fence, Lock } from '../../../printers/model/instructions.js';
import { FULL, RELAXED } from '../../../runtime/order.js';
import { refuses, valueAfter } from '../../program/access.js';
import { Dependencies, LOOK, type Reads } from '../../program/dependencies.js';
import type { Interpreter, ThreadStart } from '../../program/interpreter.js';
import { keyOf, type Pause } from '../../program/pause.js';

/** Reads are known by the number of their step in the thread. */
interface Step {
  /** Number of the step: accesses and fences of the thread before it. */
  readonly at: number;
  readonly control: Reads;
}

export interface AccessStep extends Step {
  readonly kind: 'access';
  readonly access: Access;
  readonly word: number;
  readonly first: number;
  readonly second: number;
  readonly order: number;
  readonly noReturn: boolean;
  readonly lock: Lock | undefined;
  /** Place in the code: the same for each time round a loop. */
  readonly site: string;
  readonly address: Reads;
  readonly data: Reads;
}

export interface FenceStep extends Step {
  readonly kind: 'fence';
  readonly fence: Fence;
  /** The SRCU domain of a grace period, or -1. */
  readonly word: number;
}

/** A detector observes a word. */
export interface ObserveStep extends Step {
  readonly kind: 'observe';
  readonly word: number;
}

interface OtherStep extends Step {
  /** `stray`: an access or an observation at an address where there is no word. */
  readonly kind: 'choice' | 'report' | 'trap' | 'stray' | 'end';
  /** Of a choice: any number below this. */
  readonly outcomes: number;
}

export type ThreadStep = AccessStep | FenceStep | ObserveStep | OtherStep;

/** An access that is a step of its own in the order of the thread: a read, a write or both. */
export function reads({ access }: AccessStep): boolean {
  return access !== 'store';
}

/** All threads share it. */
export interface Trees {
  readonly interpreter: Interpreter;
  /** The number of the word at an address, if there is one. */
  readonly wordAt: (address: number) => number | undefined;
  /** Number of nodes that may still be kept. */
  room: number;
}

export class ThreadNode {
  #children: Map<number, ThreadNode> | undefined;
  #key: string | undefined;

  constructor(
    readonly trees: Trees,
    readonly pause: Pause,
    readonly step: ThreadStep,
    readonly follower: Dependencies,
  ) {}

  /** Returns the node behind the step, which yielded `value`. */
  after(value: number): ThreadNode {
    const known = this.#children?.get(value);
    if (known) return known;
    const { step, trees, pause } = this;
    const isRead = step.kind === 'access' && reads(step);
    const follower = this.follower.resumed(isRead ? [step.at] : step.kind === 'observe' ? [LOOK] : []);
    const next = behindCalls(
      trees.interpreter,
      trees.interpreter.resume(pause.continuation, value, follower),
      follower,
    );
    const at = step.at + (step.kind === 'access' || step.kind === 'fence' ? 1 : 0);
    const child = nodeOf(trees, next, follower, at);
    if (trees.room > 0) {
      trees.room--;
      this.#children ??= new Map();
      this.#children.set(value, child);
    }
    return child;
  }

  /** Equal at equal points of the code with equal values in all that is live. */
  get key(): string {
    this.#key ??= keyOf(this.pause);
    return this.#key;
  }
}

/** @throws ProgramError */
export function threadTree(trees: Trees, { functionIndex, inputs, globals }: ThreadStart): ThreadNode {
  const { interpreter } = trees;
  const follower = new Dependencies(interpreter.joins);
  const pause = behindCalls(interpreter, interpreter.start(functionIndex, inputs, globals, follower), follower);
  return nodeOf(trees, pause, follower, 0);
}

/** Goes on behind the ends of calls by which references come and go: they are no steps (see monitor-steps.ts). */
function behindCalls(interpreter: Interpreter, pause: Pause, follower: Dependencies): Pause {
  if (pause.instruction?.op !== 'hold') return pause;
  const [result = 0] = pause.inputs;
  return behindCalls(interpreter, interpreter.resume(pause.continuation, result, follower), follower);
}

function nodeOf(trees: Trees, pause: Pause, follower: Dependencies, at: number): ThreadNode {
  return new ThreadNode(trees, pause, stepOf(pause, follower, at, trees.wordAt), follower);
}

function stepOf(pause: Pause, follower: Dependencies, at: number, wordAt: Trees['wordAt']): ThreadStep {
  const { instruction, inputs } = pause;
  const control = follower.control;
  const word = instruction?.op === 'access' || instruction?.op === 'observe' ? wordAt(inputs[0] ?? 0) : -1;
  if (word === undefined) return { kind: 'stray', at, control, outcomes: 0 };
  switch (instruction?.op) {
    case 'access': {
      const [address = [], ...others] = follower.inputs;
      const [, first = 0, second = 0] = inputs;
      return {
        kind: 'access',
        at,
        control,
        access: instruction.access,
        word,
        first,
        second,
        order: inputs.at(-1) ?? FULL,
        noReturn: instruction.noReturn ?? false,
        lock: instruction.lock,
        site: pause.continuation.frames.map(({ functionIndex, pc }) => `${functionIndex}.${pc}`).join('/'),
        address: ofSource(address),
        data: ofSource(others.slice(0, -1).flat()),
      };
    }
    case 'fence':
      return {
        ...{ kind: 'fence', at, control, fence: instruction.fence },
        word: instruction.domain === undefined ? -1 : (wordAt(instruction.domain) as number),
      };
    case 'observe':
      return { kind: 'observe', at, control, word };
    case 'choose':
      return { kind: 'choice', at, control, outcomes: inputs[0] ?? 0 };
    case 'violation':
      return { kind: 'report', at, control, outcomes: 0 };
    case 'trap':
      return { kind: 'trap', at, control, outcomes: 0 };
    default:
      return { kind: 'end', at, control, outcomes: 0 };
  }
}

function ofSource(reads: Reads): Reads {
  return [...new Set(reads)].filter((read) => read !== LOOK).sort((left, right) => left - right);
}

/** The effect of an access, by the value that it finds. */
export interface Effect {
  /** The value that it writes; undefined when it writes nothing. */
  readonly written: number | undefined;
  /** The order that its read, and its write, ask for: a compare-and-swap that fails is a relaxed read, whatever its suffix. */
  readonly order: number;
  readonly failed: boolean;
}

export function effectOf({ access, first, second, order }: AccessStep, before: number): Effect {
  if (access === 'load') return { written: undefined, order, failed: false };
  if (refuses(access, before, first, second)) return { written: undefined, order: RELAXED, failed: true };
  return { written: valueAfter(access, before, first, second), order, failed: false };
}
