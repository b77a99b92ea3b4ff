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
    const isGiven = access === 'store' || access === 'exchange' || access === 'compareExchange';
    const value = isGiven ? constantIn(inputs[access === 'compareExchange' ? 2 : 1]) : undefined;
    const written = word === undefined || value === undefined ? undefined : words.wrapped(word, value);
    return [{ at, instruction, word, written }];
  });
}

type Values = readonly number[] | undefined;

/**
 * Returns, for each register and location, all values that it may have at the end, and perhaps more: what is there, and what
 * the code of the threads may still write; undefined where the code computes that. A litmus test has no loops: behind where
 * its thread is comes what stands behind.
 */
export function possibleValues(test: Code, words: Words): (searchState: SearchState) => PartialValuation {
  const accesses = test.threads.map(({ body }) => accessesIn(body.code, words));
  /** Values that threads other than `reader` may still write to `word`. */
  const future = ({ threads }: SearchState, word: number, reader: number): Values => {
    const values: number[] = [];
    for (const [thread, { node }] of threads.entries()) {
      const pc = node.pause.continuation.frames[0]?.pc;
      if (thread === reader || pc === undefined) continue;
      for (const one of accesses[thread] as CodeAccess[]) {
        if (one.at < pc || one.instruction.access === 'load' || (one.word ?? word) !== word) continue;
        if (one.written === undefined) return undefined;
        values.push(one.written);
      }
    }
    return values;
  };
  /** Values that `access`, at which its thread is or will be, may find. */
  const found = (searchState: SearchState, thread: number, { at, word }: CodeAccess): Values => {
    const { node, waitsFrom } = searchState.threads[thread] as ThreadState;
    const pc = node.pause.continuation.frames[0]?.pc;
    if (word === undefined || pc === undefined || pc > at) return undefined;
    const isWaiting = pc === at && waitsFrom >= 0;
    const written = searchState.graph.events.slice(isWaiting ? waitsFrom : 0);
    const values = written.flatMap((event) => (event.kind === 'write' && event.word === word ? [event.value] : []));
    const others = future(searchState, word, isWaiting ? thread : -1);
    return others && [...values, ...others];
  };

  const known = new Map<string, (searchState: SearchState) => Values>();
  for (const [word, { name }] of test.words.entries()) {
    known.set(name, (searchState) => {
      const values = future(searchState, word, -1);
      return values && [searchState.graph.finalValue(word), ...values];
    });
  }
  for (const [thread, { registers, body }] of test.threads.entries()) {
    const assigningTo = (register: number): number[] =>
      [...body.code.keys()].filter((at) => {
        const one = body.code[at] as Instruction;
        return 'to' in one && one.to === register;
      });
    const finish = body.code.find((one) => one.op === 'finish');
    for (const [index, name] of registers.entries()) {
      const register = finish?.inputs[index] as number;
      const [last = -1, ...before] = assigningTo(register).reverse();
      const copy = body.code[last];
      const [read, ...others] = copy?.op === 'copy' && before.length === 0 ? assigningTo(copy.from) : [];
      const jumps = [...body.code.entries()].flatMap(([at, one]) =>
        'target' in one ? [{ at, target: one.target }] : [],
      );
      const isCopied = others.length === 0 && !jumps.some(({ target }) => target > Number(read) && target <= last);
      const access = isCopied ? accesses[thread]?.find(({ at }) => at === read) : undefined;
      known.set(`${thread}:${name}`, (searchState) => {
        const { pause } = (searchState.threads[thread] as ThreadState).node;
        if (pause.instruction?.op === 'finish') return [pause.inputs[index] as number];
        const [frame] = pause.continuation.frames;
        if (!frame || frame.pc > last) return frame && [frame.registers[register] as number];
        const values = access && found(searchState, thread, access);
        const isSkipped = jumps.some(({ at, target }) => at >= frame.pc && at < last && target > last);
        return isSkipped ? values && [...values, frame.registers[register] as number] : values;
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
    const used = new Set<Instruction>(accessesFor(body.code, asked));
    for (const { instruction, word } of accessesIn(body.code, words)) {
      const { access } = instruction;
      const isOpen = !used.has(instruction) && access !== 'compareExchange' && access !== 'addUnless';
      if (isOpen && access === 'load') loads.add(instruction);
      if (!isOpen) for (const at of word === undefined ? locations.keys() : [word]) closed.add(at);
    }
  }
  return { loads, words: new Set([...locations.keys()].filter((word) => !closed.has(word))) };
}
