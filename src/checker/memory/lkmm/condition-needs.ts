// The parts of a litmus test on which its condition rests, as far as the code of the threads tells them: the values that a
// register or a location may still have at the end, and the accesses whose values are not asked for.

import type { LitmusTest } from '../../../litmus/parse.js';
import type { PartialValuation } from '../../../litmus/proposition.js';
import { type Instruction, registersRead } from '../../../printers/model/instructions.js';
import type { Words } from '../../words/words.js';
import { accessesFor } from './imagined.js';
import type { OpenAccesses } from './open-accesses.js';
import type { SearchState, ThreadState } from './search-state.js';

type Code = Pick<LitmusTest, 'threads' | 'words'>;

/** Instructions that do nothing but compute a value. */
const COMPUTATIONS: readonly Instruction['op'][] = ['copy', 'unary', 'binary'];

/** An access in the code of a thread. */
interface CodeAccess {
  /** Its place in the code. */
  readonly at: number;
  readonly instruction: Extract<Instruction, { op: 'access' }>;
  /** Undefined where the address is computed. */
  readonly word: number | undefined;
  /** The value that it writes, if it does; undefined where that is computed. */
  readonly written: number | undefined;
}

function accessesIn(code: readonly Instruction[], words: Words): CodeAccess[] {
  const constantIn = (register: number | undefined): number | undefined => {
    const [only, ...others] = code.filter((one) => 'to' in one && one.to === register);
    return others.length === 0 && only?.op === 'constant' ? only.value : undefined;
  };
  return code.flatMap((instruction, at) => {
    if (instruction.op !== 'access') return [];
    const { access, inputs } = instruction;
    const address = constantIn(inputs[0]);
    const word = address === undefined ? undefined : words.find(address);
    const operand = access === 'compareExchange' ? inputs[2] : inputs[1];
    const isGiven = access === 'store' || access === 'exchange' || access === 'compareExchange';
    const value = isGiven && word !== undefined ? constantIn(operand) : undefined;
    return [{ at, instruction, word, written: value === undefined ? undefined : words.wrapped(word as number, value) }];
  });
}

function placeIn({ node: { pause } }: ThreadState): number {
  return pause.continuation.frames[0]?.pc ?? Number.POSITIVE_INFINITY;
}

/**
 * Returns, for each register and location, all values that it may have at the end, and perhaps more: what is there, and what
 * the code of the threads may still write. Undefined where the code computes that.
 */
export function possibleValues(
  { threads: code, words: locations }: Code,
  words: Words,
): (searchState: SearchState) => PartialValuation {
  const accesses = code.map(({ body }) => accessesIn(body.code, words));
  const known = new Map<string, (searchState: SearchState) => readonly number[] | undefined>();

  /** Values that threads other than `reader` may still write to `word`. */
  const future = ({ threads }: SearchState, word: number, reader = -1): number[] | undefined => {
    const values: number[] = [];
    for (const [thread, state] of threads.entries()) {
      if (thread === reader) continue;
      const from = placeIn(state);
      for (const one of accesses[thread] as CodeAccess[]) {
        if (one.at < from || one.instruction.access === 'load' || (one.word ?? word) !== word) continue;
        if (one.written === undefined) return undefined;
        values.push(one.written);
      }
    }
    return values;
  };

  for (const [word, { name }] of locations.entries()) {
    known.set(name, (searchState) => {
      const values = future(searchState, word);
      return values && [searchState.graph.finalValue(word), ...values];
    });
  }
  for (const [thread, { registers, body }] of code.entries()) {
    const finish = body.code.find((one) => one.op === 'finish');
    for (const [index, name] of registers.entries()) {
      const register = finish?.inputs[index] ?? -1;
      const assigning = [...body.code.entries()].filter(([, one]) => 'to' in one && one.to === register);
      const [last, only] = assigning.at(-1) ?? [-1];
      const copied = assigning.length === 1 && only?.op === 'copy' ? only.from : -1;
      const [read, ...others] = body.code.flatMap((one, at) => ('to' in one && one.to === copied ? [at] : []));
      const access = others.length > 0 ? undefined : accesses[thread]?.find(({ at }) => at === read);
      known.set(`${thread}:${name}`, (searchState) => {
        const state = searchState.threads[thread] as ThreadState;
        const { pause } = state.node;
        if (pause.instruction?.op === 'finish') return [pause.inputs[index] as number];
        const frame = pause.continuation.frames[0];
        if (frame && frame.pc > last) return [frame.registers[register] as number];
        if (access?.word === undefined || !frame || frame.pc > access.at) return undefined;
        const isWaiting = frame.pc === access.at && state.waitsFrom >= 0;
        const values = future(searchState, access.word, isWaiting ? thread : -1);
        const { events } = searchState.graph;
        for (let at = isWaiting ? state.waitsFrom : 0; at < events.length && values; at++) {
          const event = searchState.graph.event(at);
          if (event.kind === 'write' && event.word === access.word) values.push(event.value);
        }
        return values;
      });
    }
  }
  return (searchState) => (name) => known.get(name)?.(searchState);
}

/**
 * Returns the loads whose values neither decide what a thread does or writes nor are among `names`, and the words whose reads
 * are all such, or parts of read-modify-writes that write in any case, and whose last value is not among `names`.
 */
export function openAccesses(
  { threads, words: locations }: Code,
  words: Words,
  names: ReadonlySet<string>,
): OpenAccesses {
  const loads = new Set<unknown>();
  const closed = new Set(locations.flatMap(({ name }, word) => (names.has(name) ? [word] : [])));
  for (const [thread, { registers, body }] of threads.entries()) {
    const asked = (one: Instruction): readonly number[] => {
      if (one.op === 'finish') return one.inputs.filter((_, index) => names.has(`${thread}:${registers[index]}`));
      return COMPUTATIONS.includes(one.op) ? [] : registersRead(one);
    };
    const used = new Set<unknown>(accessesFor(body.code, asked));
    for (const { instruction, word } of accessesIn(body.code, words)) {
      const { access, lock } = instruction;
      const isOpen = !used.has(instruction) && !lock && access !== 'compareExchange' && access !== 'addUnless';
      if (isOpen && access === 'load') loads.add(instruction);
      if (!isOpen) for (const at of word === undefined ? locations.keys() : [word]) closed.add(at);
    }
  }
  return { loads, words: new Set([...locations.keys()].filter((word) => !closed.has(word))) };
}
