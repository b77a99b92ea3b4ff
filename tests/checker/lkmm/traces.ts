// Every way in which a thread of a litmus test can run, if each of its reads may find any value that its word may have:
// the events in program order, and what each of them depends on. A second reading of the instructions, for tests only.

import type { Event } from '../../../src/checker/memory/lkmm/execution.js';
import { compute, computeUnary } from '../../../src/front-end/compute-i32.js';
import type { FunctionBody, Instruction } from '../../../src/printers/model/instructions.js';
import { RELAXED } from '../../../src/runtime/order.js';

export interface Trace {
  readonly events: readonly Event[];
  /** Per event, as in Execution: indices into the events of this trace. */
  readonly rmwWrite: readonly number[];
  readonly address: readonly (readonly number[])[];
  readonly data: readonly (readonly number[])[];
  readonly control: readonly (readonly number[])[];
  /** Final values of the registers of the `finish` instruction. */
  readonly registers: readonly number[];
}

/** The value of a register, and the reads that it was computed from. */
interface Held {
  readonly value: number;
  readonly from: readonly number[];
}

interface State {
  readonly at: number;
  readonly held: ReadonlyMap<number, Held>;
  /** Branches whose arms the thread is in: where both arms have ended, and the reads that decided. */
  readonly branches: readonly { readonly join: number; readonly from: readonly number[] }[];
  readonly done: Omit<Trace, 'registers'>;
}

interface Added {
  readonly event: Event;
  readonly address?: readonly number[];
  readonly data?: readonly number[];
  readonly control?: readonly number[];
  readonly isRmwWrite?: boolean;
}

/** The values that a word may have, by its byte address. */
export type Domain = ReadonlyMap<number, ReadonlySet<number>>;

const ZERO: Held = { value: 0, from: [] };

/** `words`: byte addresses, in the order of their numbers. */
export function tracesOf(body: FunctionBody, thread: number, words: readonly number[], domain: Domain): Trace[] {
  const begin: State = {
    at: 0,
    held: new Map(),
    branches: [],
    done: { events: [], rmwWrite: [], address: [], data: [], control: [] },
  };
  return from(begin);

  function from(state: State): Trace[] {
    const instruction = body.code[state.at] as Instruction;
    const branches = state.branches.filter(({ join }) => join > state.at);
    const next: State = { ...state, at: state.at + 1, branches };
    const held = (register: number): Held => state.held.get(register) ?? ZERO;
    const holding = (register: number, value: Held, after = next): State => ({
      ...after,
      held: new Map(after.held).set(register, value),
    });
    switch (instruction.op) {
      case 'finish':
        return [{ ...state.done, registers: instruction.inputs.map((register) => held(register).value) }];
      case 'constant':
        return from(holding(instruction.to, { value: instruction.value, from: [] }));
      case 'copy':
        return from(holding(instruction.to, held(instruction.from)));
      case 'unary': {
        const operand = held(instruction.from);
        return from(holding(instruction.to, { ...operand, value: computeUnary(instruction.operator, operand.value) }));
      }
      case 'binary': {
        const [left, right] = [held(instruction.left), held(instruction.right)];
        const value = compute(instruction.operator, left.value, right.value);
        return from(holding(instruction.to, { value, from: [...left.from, ...right.from] }));
      }
      case 'jump':
        return from({ ...next, at: instruction.target });
      case 'jumpIfZero': {
        const decided = held(instruction.condition);
        const join = joinOf(body.code, state.at);
        const at = decided.value === 0 ? instruction.target : next.at;
        return from({ ...next, at, branches: [...branches, { join, from: decided.from }] });
      }
      case 'choose': // among no outcomes: the thread waits for a lock
        return [];
      case 'fence':
        return from(
          adding(next, [
            {
              event: {
                thread,
                kind: 'fence',
                word: instruction.domain === undefined ? -1 : words.indexOf(instruction.domain),
                value: 0,
                order: RELAXED,
                noReturn: false,
                fence: instruction.fence,
              },
            },
          ]),
        );
      case 'access':
        return accessed(next, instruction, held, holding);
      default:
        throw new Error(`a litmus test has no ${instruction.op}`);
    }
  }

  function accessed(
    next: State,
    { access, inputs, to, noReturn: returnless, lock }: Extract<Instruction, { op: 'access' }>,
    held: (register: number) => Held,
    holding: (register: number, value: Held, after: State) => State,
  ): Trace[] {
    const operands = inputs.map(held);
    const place = operands[0] as Held;
    const order = (operands.at(-1) as Held).value;
    const [first, second] = operands.slice(1, -1) as [Held, Held];
    const word = words.indexOf(place.value);
    if (word < 0) return []; // an imagined value that leads outside of the memory: no execution has it
    const noReturn = returnless === true;
    const address = place.from;
    const event = (kind: 'read' | 'write', value: number): Event => ({
      thread,
      kind,
      word,
      value,
      order,
      noReturn,
      lock,
    });
    if (access === 'store')
      return from(adding(next, [{ event: event('write', first.value), address, data: first.from }]));

    const read = next.done.events.length;
    return [...(domain.get(place.value) ?? [])].flatMap((value) => {
      const reads: Added = { event: event('read', value), address };
      const refused: Added = { address, event: { ...reads.event, order: RELAXED, failed: true } };
      const writes = (written: number, data: readonly number[], control: readonly number[] = []): Added => {
        return { event: event('write', written), address, data, control, isRmwWrite: true };
      };
      const after = (...added: Added[]): Trace[] => from(holding(to, { value, from: [read] }, adding(next, added)));
      switch (access) {
        case 'load':
          return after(reads);
        case 'exchange':
          return after(reads, writes(first.value, first.from));
        case 'fetchAdd':
          return after(reads, writes((value + first.value) | 0, [...first.from, read]));
        case 'fetchSub':
          return after(reads, writes((value - first.value) | 0, [...first.from, read]));
        case 'fetchOr':
          return after(reads, writes(value | first.value, [...first.from, read]));
        case 'fetchAnd':
          return after(reads, writes(value & first.value, [...first.from, read]));
        case 'fetchXor':
          return after(reads, writes(value ^ first.value, [...first.from, read]));
        case 'compareExchange':
          if (value === first.value) return after(reads, writes(second.value, second.from, [...first.from, read]));
          return after(refused);
        case 'addUnless': {
          const data = [...first.from, read];
          return value === second.value
            ? after(refused)
            : after(reads, writes((value + first.value) | 0, data, second.from));
        }
        default:
          throw new Error(`a litmus test has no ${access}`);
      }
    });
  }
}

function adding(state: State, added: readonly Added[]): State {
  const branched = state.branches.flatMap(({ from }) => from);
  const done = added.reduce<State['done']>(({ events, rmwWrite, address, data, control }, one) => {
    const links = one.isRmwWrite ? [...rmwWrite.slice(0, -1), events.length] : rmwWrite;
    return {
      events: [...events, one.event],
      rmwWrite: [...links, -1],
      address: [...address, one.address ?? []],
      data: [...data, one.data ?? []],
      control: [...control, [...branched, ...(one.control ?? [])]],
    };
  }, state.done);
  return { ...state, done };
}

/** The first instruction behind a branch that is on every path from it. All jumps lead forward. */
function joinOf(code: readonly Instruction[], branch: number): number {
  const paths = pathsFrom(code, branch);
  return Math.min(...(paths[0] as number[]).slice(1).filter((at) => paths.every((path) => path.includes(at))));
}

function pathsFrom(code: readonly Instruction[], at: number): number[][] {
  const instruction = code[at] as Instruction;
  const nexts =
    instruction.op === 'finish'
      ? []
      : instruction.op === 'jump'
        ? [instruction.target]
        : instruction.op === 'jumpIfZero'
          ? [at + 1, instruction.target]
          : [at + 1];
  if (nexts.length === 0) return [[at]];
  return nexts.flatMap((next) => pathsFrom(code, next).map((path) => [at, ...path]));
}
