// The kernel of a protocol as a system to explore: a small arena, set up by the kernel's own setup() and populate(), and
// one thread for each role.

import {
  CONFIG_LOOKED_UP,
  CONFIG_PAGE_BYTES,
  CONFIG_PAGES,
  CONFIG_PAGES_BASE,
  CONFIG_RECHECK,
  CONFIG_SLOTS,
  CONFIG_SLOTS_BASE,
  CONFIG_UNMAP_LATE,
  CONFIG_WORKERS,
  GENERATION,
  REFCOUNT,
  SLOT_BYTES,
  TYPE,
} from '../../runtime/layout.js';
import { type Program, ProgramError } from '../program/instructions.js';
import { Interpreter } from '../program/interpreter.js';
import { lower } from '../program/lower.js';
import { Automaton } from './automaton.js';
import type { Geometry } from './geometry.js';
import { takeStock } from './at-rest.js';
import { overPlainWords, type System } from './system.js';
import { type Word, Words } from './words.js';

export interface ModelConfig {
  /** One thread each, by number (see actors/role-numbers.ts). */
  readonly roles: readonly number[];
  /** Rounds that each thread plays. */
  readonly rounds: readonly number[];
  readonly pages: number;
  /** A power of two. */
  readonly slots: number;
  readonly lookedUp: boolean;
  readonly recheck: boolean;
  readonly unmapLate: boolean;
  /** Bits of the count word, 32 unless an overflow is to be reached. */
  readonly width: number;
  /** Failed gets from which a protocol takes them back; undefined: as the source says. */
  readonly resetAfter?: number | undefined;
}

export interface Model extends System {
  readonly geometry: Geometry;
  /** The resting word of a free page. */
  readonly resting: number;
}

// No cache lines here, so pages are as small as their fields allow.
const PAGE_BYTES = 16;
const SLOTS_BASE = 1024;

/** Builds the system of `bundle` (see engines/link-model.ts) in `config`. @throws ProgramError */
export function modelOf(bundle: string, config: ModelConfig): Model {
  const { width, resetAfter } = config;
  const program = lower(bundle, {
    ...(width === 32 ? {} : { WIDTH: width }),
    ...(resetAfter === undefined ? {} : { RESET_AFTER: resetAfter }),
  });
  const geometry: Geometry = {
    pages: config.pages,
    slots: config.slots,
    pagesBase: SLOTS_BASE + config.slots * SLOT_BYTES,
    pageBytes: PAGE_BYTES,
    slotsBase: SLOTS_BASE,
  };
  const quiet = new Map(configurationWords(config, geometry));
  const interpreter = new Interpreter(program, quiet);
  const threads = config.roles.map((role, worker) => {
    const rounds = config.rounds[worker];
    if (rounds === undefined) throw new ProgramError(`thread ${worker + 1} has no number of rounds`);
    return { inputs: [role, rounds], globals: setUp(program, interpreter, worker) };
  });
  const [first] = threads;
  if (!first) throw new ProgramError('a model needs a thread');

  const words = new Words(sharedWords(geometry, quiet, width));
  for (const { address } of words.words) quiet.delete(address);
  const automaton = new Automaton(interpreter, words);
  const playRounds = functionOf(program, 'playRounds');
  const starts = threads.map(({ inputs, globals }) => automaton.begin(playRounds, inputs, globals));

  const evaluate = (name: string, ...inputs: number[]): number =>
    interpreter.evaluate(functionOf(program, name), inputs, [...first.globals]);
  const resting = evaluate('restingWord');
  const counts = new Map<number, number>();
  const countOf = (word: number): number => {
    const count = counts.get(word) ?? evaluate('countOf', word);
    counts.set(word, count);
    return count;
  };
  return {
    automaton,
    starts,
    ...overPlainWords(automaton, starts),
    geometry,
    resting,
    atEnd: (fields) => takeStock(fields, words, geometry, resting, countOf),
  };
}

function configurationWords(config: ModelConfig, geometry: Geometry): [number, number][] {
  return [
    [CONFIG_PAGES, geometry.pages],
    [CONFIG_PAGE_BYTES, geometry.pageBytes],
    [CONFIG_PAGES_BASE, geometry.pagesBase],
    [CONFIG_SLOTS, geometry.slots],
    [CONFIG_SLOTS_BASE, geometry.slotsBase],
    [CONFIG_LOOKED_UP, config.lookedUp ? 1 : 0],
    [CONFIG_RECHECK, config.recheck ? 1 : 0],
    [CONFIG_UNMAP_LATE, config.unmapLate ? 1 : 0],
    [CONFIG_WORKERS, config.roles.length],
  ];
}

/** The kernel's variables of `worker` after its setup; its share of the memory is populated. */
function setUp(program: Program, interpreter: Interpreter, worker: number): number[] {
  const globals = program.globals.map(() => 0);
  interpreter.evaluate(program.initializer, [], globals);
  interpreter.evaluate(functionOf(program, 'setup'), [worker], globals);
  interpreter.evaluate(functionOf(program, 'populate'), [], globals);
  return globals;
}

/** Every word that threads share, in the order in which listings show them. */
function sharedWords(geometry: Geometry, memory: ReadonlyMap<number, number>, width: number): Word[] {
  const { pages, slots, pagesBase, slotsBase } = geometry;
  const words: Word[] = [];
  const add = (name: string, address: number, bits: number): void => {
    words.push({ name, address, initial: memory.get(address) ?? 0, bits });
  };
  for (let index = 0; index < pages; index++) {
    const page = pagesBase + index * PAGE_BYTES;
    const of = pages === 1 ? '' : ` of page ${index}`;
    add(`refcount${of}`, page + REFCOUNT, width);
    add(`type${of}`, page + TYPE, 32);
    add(`generation${of}`, page + GENERATION, 32);
  }
  for (let key = 0; key < slots; key++) add(slots === 1 ? 'slot' : `slot ${key}`, slotsBase + key * SLOT_BYTES, 32);
  return words;
}

function functionOf(program: Program, name: string): number {
  const found = program.exportedFunctions.get(name);
  if (found === undefined) throw new ProgramError(`the source exports no function ${name}`);
  return found;
}
