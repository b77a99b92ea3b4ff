// Threads for printers of other checkers' models: those of a check with the judgement of its pages at rest, and calls of a
// protocol's functions on one count word. They are unfolded and simplified, and need nothing of this checker any more.

import { sourceLines } from '../front-end/places.js';
import { Emitter } from '../printers/model/emitter.js';
import { type FunctionBody, type Program, ProgramError } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import { REFCOUNT } from '../runtime/layout.js';
import { buildSystem, placed } from './build.js';
import type { KernelModel } from './model/kernel-model.js';
import { operandsOf, valueAfter } from './program/access.js';
import { functionOf, Interpreter, type ThreadStart } from './program/interpreter.js';
import { SharedValues } from './unfolding/shared-values.js';
import { simplified } from './unfolding/simplify.js';
import { constant, type Simplified, type Statement } from './unfolding/statements.js';
import { unfold } from './unfolding/unfold.js';
import { type Word, Words } from './words/words.js';

/** Asks for the threads of a check, or for those that make `calls` on one count word. */
export interface UnfoldTask {
  readonly program: Program;
  readonly resolved: ResolvedCheck;
  readonly calls?: { readonly threads: readonly ThreadCalls[]; readonly references: number };
}

export interface Unfolded {
  /** Those of a check end with one that judges every page when all others have ended. */
  readonly threads: readonly Simplified[];
  readonly words: readonly Word[];
  readonly geometry: KernelModel['geometry'];
}

/** Calls unfolded(), here or in another thread. */
export type Unfolder = (task: UnfoldTask) => Unfolded | Promise<Unfolded>;

/** @throws ProgramError for what is not printed */
export function unfolded({ program, resolved, calls }: UnfoldTask): Unfolded {
  return placed(sourceLines(program.files), () => {
    const system = buildSystem(program, resolved);
    return calls ? unfoldedCalls(program, system, calls) : unfoldedCheck(program, system);
  });
}

function unfoldedCheck(program: Program, { automaton, configuration, geometry, threads }: KernelModel): Unfolded {
  const { words } = automaton;
  const judge = withFunction(program, 'judge', (emitter) => judgePages(program, geometry, emitter));
  const rest: ThreadStart = { functionIndex: judge.index, inputs: [], globals: threads[0]?.globals ?? [] };
  const unfolded = unfold(judge.program, new SharedValues(configuration, words), [...threads, rest]);
  return { threads: unfolded.map((thread) => simplified(thread)), words: words.words, geometry };
}

/** Looks at the words of every page at rest, by the protocol's own reading. */
function judgePages(program: Program, geometry: KernelModel['geometry'], emitter: Emitter): void {
  const { pages, pagesBase, pageBytes, perThreadWords } = geometry;
  const called = (name: string, input: number): number =>
    emitter.emit((to) => ({ op: 'call', to, callee: functionOf(program, name), inputs: [input] }));
  for (let page = 0; page < pages; page++) {
    const address = emitter.constant(pagesBase + page * pageBytes + REFCOUNT);
    const word = emitter.emit((to) => ({ op: 'observe', to, address }));
    const dead = called('isDeadWord', word);
    const references = perThreadWords > 0 ? called('countAt', address) : called('countOf', word);
    emitter.push({ op: 'finish', inputs: [emitter.constant(page), word, references, dead] });
  }
}

export const CALLS = ['tryGet', 'get', 'put'] as const;
export type Call = (typeof CALLS)[number];

/** A thread's calls in their order. What follows a tryGet is done only if that succeeds. */
export type ThreadCalls = readonly Call[];

function unfoldedCalls(
  program: Program,
  { configuration, geometry, threads }: KernelModel,
  { threads: calls, references }: NonNullable<UnfoldTask['calls']>,
): Unfolded {
  const address = geometry.pagesBase + REFCOUNT;
  const globals = threads[0]?.globals ?? [];
  let all = program;
  const startOf = (name: string, print: (emitter: Emitter) => void): ThreadStart => {
    const { program: more, index } = withFunction(all, name, print);
    all = more;
    return { functionIndex: index, inputs: [], globals };
  };
  const setUp = startOf('handedOut', (emitter) => {
    for (let count = 0; count < references; count++) {
      callOn(program, count === 0 ? 'init' : 'get', address, emitter);
    }
  });
  const starts = calls.map((one) => startOf('calls', (emitter) => makeCalls(program, one, address, emitter)));
  const words = new Words([{ name: 'word', address, initial: wordAfter(all, configuration, setUp), bits: 32 }]);
  const unfolded = unfold(all, new SharedValues(configuration, words), starts).map(({ code, variables }) =>
    simplified({ code: code.map(accessAlone), variables }, { inOrder: true }),
  );
  return { threads: unfolded, words: words.words, geometry };
}

/** The program with one more function. */
function withFunction(
  program: Program,
  name: string,
  print: (emitter: Emitter) => void,
): { program: Program; index: number } {
  const emitter = new Emitter();
  print(emitter);
  emitter.push({ op: 'return', from: emitter.constant(0) });
  const { code, size: registers, positions } = emitter;
  const body: FunctionBody = { name, parameters: 0, registers, code, positions };
  return { program: { ...program, functions: [...program.functions, body] }, index: program.functions.length };
}

/** Returns the register of the result. The address is there for each call: behind a report nothing of before is read. */
function callOn(program: Program, name: string, address: number, emitter: Emitter): number {
  const word = emitter.constant(address);
  return emitter.emit((to) => ({ op: 'call', to, callee: functionOf(program, name), inputs: [word] }));
}

/** Makes the calls, and reports the result of each. */
function makeCalls(program: Program, calls: ThreadCalls, address: number, emitter: Emitter): void {
  for (const [index, call] of calls.entries()) {
    const result = callOn(program, call, address, emitter);
    const report = (): void => {
      emitter.push({ op: 'finish', inputs: [emitter.constant(index), emitter.constant(1)] });
    };
    const giveUp = (): void => void emitter.push({ op: 'return', from: result });
    if (call === 'get') report();
    else emitter.branch(result, report, call === 'tryGet' ? giveUp : undefined);
  }
}

/** The value of the one word that a function accesses, when it has run alone. */
function wordAfter(
  program: Program,
  configuration: ReadonlyMap<number, number>,
  { functionIndex, inputs, globals }: ThreadStart,
): number {
  const interpreter = new Interpreter(program, new Map(configuration));
  let value = 0;
  let pause = interpreter.start(functionIndex, inputs, globals);
  for (let steps = 0; pause.instruction && steps < 1000; steps++) {
    const before = value;
    if (pause.instruction.op === 'access') {
      const { first, second } = operandsOf(pause);
      value = valueAfter(pause.instruction.access, before, first, second);
    }
    pause = interpreter.resume(pause.continuation, pause.instruction.op === 'hold' ? (pause.inputs[0] ?? 0) : before);
  }
  return value;
}

/** A statement as it is where nobody looks for violations, and where there is one word. @throws ProgramError */
function accessAlone(statement: Statement): Statement {
  const { op, next, position } = statement;
  if (op === 'access') {
    const { at } = statement;
    if (at.others) throw new ProgramError('an access to another word does not fit', [{ function: 'it', position }]);
    return { ...statement, at: { ...at, address: constant(0) } };
  }
  return op === 'hold' || op === 'violation' || op === 'begin' ? { op: 'nothing', next, position } : statement;
}
