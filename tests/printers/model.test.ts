// The model of portable sources: what the checker computes is what they say.

import { describe, expect, test } from 'vitest';
import { operandsOf, valueAfter } from '../../src/checker/program/access.js';
import { Interpreter } from '../../src/checker/program/interpreter.js';
import { NOTHING, trapped } from '../../src/checker/program/pause.js';
import type { FunctionBody, Program } from '../../src/printers/model/instructions.js';
import { programOfText } from '../checker/portable.js';
import { type Functions, passesConformance } from './conformance.js';

/** A thread that calls `callee`. Its end tells the result, and then the globals. */
function calls(callee: number, { functions, globals }: Program): FunctionBody {
  const { parameters = 0 } = functions[callee] ?? {};
  const inputs = Array.from({ length: parameters }, (_, index) => index);
  const told = Array.from({ length: 1 + globals.length }, (_, index) => parameters + index);
  const [result = -1, ...rest] = told;
  return {
    name: 'calls',
    parameters,
    registers: parameters + told.length,
    code: [
      { op: 'call', to: result, callee, inputs },
      ...rest.map((to, global) => ({ op: 'readGlobal', to, global }) as const),
      { op: 'finish', inputs: told },
    ],
  };
}

function start(source: string): Functions {
  const program = programOfText(source);
  const exported = [...program.exportedFunctions];
  const threads = exported.map(([, callee]) => calls(callee, program));
  const interpreter = new Interpreter({ ...program, functions: [...program.functions, ...threads] });
  const words = new Map<number, number>();
  let globals = program.globals.map(({ initial }) => initial);
  const run = (thread: number, inputs: readonly number[]): number => {
    let pause = NOTHING;
    for (pause = interpreter.start(thread, inputs, globals); pause.instruction?.op === 'access'; ) {
      const { address, first, second } = operandsOf(pause);
      const before = words.get(address) ?? 0;
      words.set(address, valueAfter(pause.instruction.access, before, first, second));
      pause = interpreter.resume(pause.continuation, before);
    }
    if (pause.instruction?.op === 'trap') throw trapped(pause.instruction);
    const [result = Number.NaN, ...rest] = pause.inputs;
    globals = rest;
    return result;
  };
  return Object.fromEntries(
    exported.map(([name], index) => [name, (...inputs) => run(program.functions.length + index, inputs)]),
  );
}

passesConformance(start);

describe('the program', () => {
  const program = programOfText(`
    import { fetchSub, fetchAdd, store } from '#memory';
    import { assert, detecting, tally } from '#probes';
    import { window } from '#window';
    const LIMIT: i32 = 5;
    let changing: boolean = true;
    export function put(word: i32): i32 {
      tally(1);
      if (fetchSub(word, 1, 3) !== 1) return LIMIT;
      window();
      changing = detecting();
      assert(word   >
        LIMIT, 7);
      return fetchAdd(word, 1, 3);
    }
    export function reset(word: i32): void { store(word, 0, 0); window(); fetchAdd(word, 0, 3); }
  `);

  test('is plain data, which a thread can be sent', () => {
    expect(structuredClone(program)).toEqual(program);
  });

  test('has globals for what changes, and functions by the names that their authors gave them', () => {
    expect(program.globals.slice(1)).toEqual([{ name: 'changing', initial: 1 }]);
    expect(program.functions.map(({ name }) => name)).toEqual(['put', 'reset']);
  });

  test('marks the accesses around a window as steps 1 and 2, unless the first is a store', () => {
    const halves = program.functions.map(({ code }) => code.flatMap((one) => (one.op === 'access' ? [one.half] : [])));
    expect(halves).toEqual([
      [1, 2],
      [0, 0],
    ]);
  });

  test('knows the condition of an assertion, and where it is', () => {
    const { text = '', base = 0 } = program.files.find(({ path }) => path.endsWith('source.ts')) ?? {};
    const broken = program.functions[0]?.code.find(({ op }) => op === 'violation');
    expect(broken).toMatchObject({ condition: 'word > LIMIT', position: base + text.indexOf('assert(word') });
  });

  test('tells of each instruction where it comes from', () => {
    const { text = '', base = 0 } = program.files.find(({ path }) => path.endsWith('source.ts')) ?? {};
    const { code = [], positions = [] } = program.functions[0] ?? {};
    expect(positions).toHaveLength(code.length);
    const at = code.findIndex((one) => one.op === 'access' && one.access === 'fetchAdd');
    expect(text.slice((positions[at] as number) - base)).toMatch(/^fetchAdd\(word, 1, 3\);/);
  });
});

test('what the model does not have is refused by its name', () => {
  const source = "import { sleep } from '#memory';\nexport function f(word: i32): void { sleep(word, 1); }";
  expect(() => programOfText(source)).toThrow('source.ts:2: sleep() cannot be part of what is checked');
});
