// Small concurrent programs for testing the checker: written as lists of operations, rendered as portable source for the
// checker, and run directly, one schedule after another, as the reference.

import { sc } from '../../src/checker/memory/sc/sc.js';
import { Automaton } from '../../src/checker/model/automaton.js';
import type { System } from '../../src/checker/model/system.js';
import { Interpreter, type ThreadStart } from '../../src/checker/program/interpreter.js';
import { Words } from '../../src/checker/words/words.js';
import { FULL } from '../../src/runtime/order.js';
import { programOfText } from './portable.js';

/** `into`: the register that gets the value before; `when`: skipped unless that register is 0. */
export interface Op {
  readonly op: 'load' | 'store' | 'fetchAdd' | 'exchange' | 'compareExchange';
  readonly word: number;
  readonly value?: number;
  readonly expected?: number;
  readonly into?: number;
  readonly when?: number | undefined;
  /** See runtime/order.ts; full unless given. */
  readonly order?: number;
}

export type Thread = readonly Op[];

export const REGISTERS = 3;

const addressOf = (word: number): number => 64 + 4 * word;

/** Registers outlive a thread in words of its own, behind the shared ones, so that final states tell them. */
export function registerWord(shared: number, thread: number, register: number): number {
  return shared + thread * REGISTERS + register;
}

/** The program as portable source: function t0, t1, ... */
export function sourceOf(threads: readonly Thread[], shared: number, keepRegisters = true): string {
  const bodies = threads.map((ops, thread) => {
    // Threads with one function are interchangeable; kept registers would tell them apart.
    const twin = threads.findIndex((other) => JSON.stringify(other) === JSON.stringify(ops));
    if (!keepRegisters && twin < thread) return `export { t${twin} as t${thread} };`;
    const lines = ops.map(({ op, word, value, expected, into, when, order = FULL }) => {
      const inputs = [
        addressOf(word),
        ...(expected === undefined ? [] : [expected]),
        ...(value === undefined ? [] : [value]),
        order,
      ];
      const call = `${into === undefined ? '' : `r${into} = `}${op}(${inputs.join(', ')});`;
      return when === undefined ? call : `if (r${when} === 0) ${call}`;
    });
    // One store per register that the thread sets: these are steps, but nobody else sees their words.
    const used = [...new Set(ops.flatMap(({ into }) => (into === undefined ? [] : [into])))];
    const stores = keepRegisters
      ? used.map((register) => `store(${addressOf(registerWord(shared, thread, register))}, r${register}, 0);`)
      : [];
    return `export function t${thread}(): void {\n  let r0: i32 = 0, r1: i32 = 0, r2: i32 = 0;\n  ${[...lines, ...stores].join('\n  ')}\n}`;
  });
  return `import { load, store, fetchAdd, fetchSub, fetchOr, exchange, compareExchange, observe } from '#memory';\nimport { recordViolation } from '#probes';\n${bodies.join('\n')}\n`;
}

/** A system from portable source that exports t0, t1, ..., over `words` words that begin at 0. */
export function systemOf(source: string, words: number, atEnd: System['violationsAtRest'] = () => 0): System {
  const program = programOfText(source);
  const shared = new Words(
    Array.from({ length: words }, (_, word) => ({ address: addressOf(word), name: `w${word}`, initial: 0, bits: 32 })),
  );
  const automaton = new Automaton(new Interpreter(program), shared);
  const globals = program.globals.map(({ initial }) => initial);
  const threads: ThreadStart[] = [];
  for (let thread = 0; ; thread++) {
    const body = program.exportedFunctions.get(`t${thread}`);
    if (body === undefined) break;
    threads.push({ functionIndex: body, inputs: [], globals });
  }
  const starts = threads.map(({ functionIndex, inputs }) => automaton.begin(functionIndex, inputs, globals));
  return { ...sc.over({ automaton, threads, starts, violationsOf: () => 0 }), violationsAtRest: atEnd };
}

export interface Outcome {
  /** Every final memory, shared words and then registers, as text. */
  readonly finals: ReadonlySet<string>;
  readonly schedules: number;
}

/** Runs every schedule of `threads`, one by one, without any state matching. */
export function enumerate(threads: readonly Thread[], shared: number): Outcome {
  const finals = new Set<string>();
  let schedules = 0;
  const run = (
    memory: readonly number[],
    counters: readonly number[],
    registers: readonly (readonly number[])[],
  ): void => {
    let moved = false;
    threads.forEach((ops, thread) => {
      let at = counters[thread] as number;
      const own = registers[thread] as readonly number[];
      while (at < ops.length && ops[at]?.when !== undefined && own[ops[at]?.when as number] !== 0) at++;
      const op = ops[at];
      if (!op) return;
      moved = true;
      const before = memory[op.word] as number;
      const nextMemory = [...memory];
      if (op.op === 'store' || op.op === 'exchange') nextMemory[op.word] = op.value as number;
      if (op.op === 'fetchAdd') nextMemory[op.word] = before + (op.value as number);
      if (op.op === 'compareExchange' && before === op.expected) nextMemory[op.word] = op.value as number;
      const nextRegisters = registers.map((values) => [...values]);
      if (op.into !== undefined) (nextRegisters[thread] as number[])[op.into] = before;
      run(
        nextMemory,
        counters.map((value, index) => (index === thread ? at + 1 : value)),
        nextRegisters,
      );
    });
    if (moved) return;
    schedules++;
    finals.add([...memory, ...registers.flat()].join());
  };
  run(
    Array(shared).fill(0),
    threads.map(() => 0),
    threads.map(() => Array(REGISTERS).fill(0)),
  );
  return { finals, schedules };
}
