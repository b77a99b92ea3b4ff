// The kernel of a protocol as threads over words: a small arena, initialised by the kernel's own setup() and populate(),
// and one thread for each role.

import { join } from 'node:path';
import { type Configuration, configurationWords } from '../../arena/configuration.js';
import { SOURCE_ROOT } from '../../front-end/sources.js';
import { type Program, ProgramError } from '../../printers/model/instructions.js';
import { REFCOUNT, SLOT_BYTES, WORKER_BYTES, WORKERS_BASE } from '../../runtime/layout.js';
import { OBJECT_WORD_COUNT } from '../../runtime/object-words.js';
import { type CountAtRest, countInAllWords, violationsAtRest } from '../monitors/at-rest.js';
import { functionOf, Interpreter } from '../program/interpreter.js';
import { bytesOfPage, type Geometry, perThreadWordsBase, perThreadWordsBytes, sharedWords } from '../words/geometry.js';
import { Words } from '../words/words.js';
import { Automaton } from './automaton.js';
import type { Model, System } from './system.js';

const OBJECT_WORDS_FILE = join(SOURCE_ROOT, 'runtime/object-words.ts');

export interface KernelModelConfig
  extends Omit<Configuration, 'workers' | 'pageBytes' | 'pagesBase' | 'slotsBase' | 'perThreadWordsAt' | 'cold'> {
  /** The role of each thread, by number (see actors/role-numbers.ts). */
  readonly roles: readonly number[];
  /** Rounds of each thread. */
  readonly rounds: readonly number[];
  readonly reclaim: number;
  /** Bits of the reference count word, as `program` has it: 32, or fewer to make an overflow reachable. */
  readonly width: number;
}

export interface KernelModel extends Model {
  readonly geometry: Geometry;
  /** The words that no thread writes, by address. */
  readonly configuration: ReadonlyMap<number, number>;
  /** The reference count word of a free page. */
  readonly resting: number;
  /** Tells whether a count word is dead, by the protocol. */
  readonly isDead: (word: number) => boolean;
}

export type KernelSystem = KernelModel & System;

/** Builds the model of `program` in `config`. @throws ProgramError */
export function kernelModel(program: Program, config: KernelModelConfig): KernelModel {
  const slotsBase = WORKERS_BASE + config.roles.length * WORKER_BYTES;
  const objectWords = objectWordsIn(program);
  const geometry: Geometry = {
    pages: config.pages,
    slots: config.slots,
    pagesBase: slotsBase + config.slots * SLOT_BYTES,
    pageBytes: bytesOfPage({ objectWords }),
    slotsBase,
    reclaim: config.reclaim,
    workers: config.roles.length,
    perThreadWords: perThreadWordsIn(program),
    objectWords,
  };
  const perThreadWordsAt = { base: perThreadWordsBase(geometry), bytes: perThreadWordsBytes(geometry), shift: 0 };
  const constantWords = new Map(configurationWords({ ...config, ...geometry, perThreadWordsAt }));
  const interpreter = new Interpreter(program, constantWords);
  const playRounds = functionOf(program, 'playRounds');
  const threads = config.roles.map((role, worker) => {
    const rounds = config.rounds[worker];
    if (rounds === undefined) throw new ProgramError(`thread ${worker + 1} has no number of rounds`);
    return { functionIndex: playRounds, inputs: [role, rounds], globals: setUp(program, interpreter, worker) };
  });
  const [first] = threads;
  if (!first) throw new ProgramError('a model needs a thread');

  const words = new Words(sharedWords(geometry, constantWords, config.width));
  for (const { address } of words.words) if (address !== undefined) constantWords.delete(address);
  const automaton = new Automaton(interpreter, words);
  const starts = threads.map(({ functionIndex, inputs, globals }) => automaton.begin(functionIndex, inputs, globals));

  const resting = interpreter.evaluate(functionOf(program, 'restingWord'), [], [...first.globals]);
  if (words.wrapped(0, resting) !== resting) {
    throw new ProgramError(
      `FREE is ${resting}, which does not fit into the ${config.width} bits of --width: make it of WIDTH, as v4 does by -1 << (WIDTH - 1), or take --width 32`,
    );
  }
  const answerOf = (name: string) => wordAnswer(interpreter, functionOf(program, name), first.globals);
  const [deadness, countOfWord] = [answerOf('isDeadWord'), answerOf('countOf')];
  const isDead = (word: number): boolean => deadness(word) !== 0;
  const countOf: CountAtRest =
    geometry.perThreadWords > 0
      ? countInAllWords(program, geometry, words, constantWords, first.globals)
      : (page, finalValue) =>
          countOfWord(finalValue(words.at(geometry.pagesBase + page * geometry.pageBytes + REFCOUNT)));
  return {
    automaton,
    threads,
    starts,
    violationsOf: (finalValue) => violationsAtRest(finalValue, geometry, isDead, countOf, words),
    geometry,
    configuration: constantWords,
    resting,
    isDead,
  };
}

/** The protocol's own answers about count words, each computed once. `globals`: of a thread that is set up. */
function wordAnswer(
  interpreter: Interpreter,
  functionIndex: number,
  globals: readonly number[],
): (word: number) => number {
  const known = new Map<number, number>();
  return (word) => {
    const answer = known.get(word) ?? interpreter.evaluate(functionIndex, [word], [...globals]);
    known.set(word, answer);
    return answer;
  };
}

/** The number of words that each worker has for a page: a protocol that has none says nothing. */
function perThreadWordsIn(program: Program): number {
  const told = program.exportedFunctions.get('perThreadWords');
  if (told === undefined) return 0;
  return new Interpreter(program).evaluate(told, [], initialGlobals(program));
}

/** The number of words that an object has beside its count: none unless some source imports them. */
export function objectWordsIn({ files }: Program): number {
  return files.some(({ path }) => path === OBJECT_WORDS_FILE) ? OBJECT_WORD_COUNT : 0;
}

/** Initialises the share of the memory of `worker`, and returns the values of its kernel's globals. */
function setUp(program: Program, interpreter: Interpreter, worker: number): number[] {
  const globals = initialGlobals(program);
  interpreter.evaluate(functionOf(program, 'setup'), [worker], globals);
  interpreter.evaluate(functionOf(program, 'populate'), [], globals);
  return globals;
}

function initialGlobals({ globals }: Program): number[] {
  return globals.map(({ initial }) => initial);
}
