// The views of states that were explored exactly, looked up among those of a proof. Nothing of the search is used here but
// its result: local states are compared value by value, and a count word with the sum that a view makes of it.

import { join } from 'node:path';
import { sharesOf } from '../../../src/checker/any-threads/abstract-state.js';
import type { Proof } from '../../../src/checker/any-threads/prove.js';
import { sc } from '../../../src/checker/memory/sc/sc.js';
import type { Automaton } from '../../../src/checker/model/automaton.js';
import { type KernelModel, kernelModel } from '../../../src/checker/model/kernel-model.js';
import type { Pause } from '../../../src/checker/program/pause.js';
import { explore } from '../../../src/checker/search/explore.js';
import { SOURCE_ROOT } from '../../../src/front-end/sources.js';
import type { Program } from '../../../src/printers/model/instructions.js';
import { GENERATION, REFCOUNT } from '../../../src/runtime/layout.js';
import { scenarios } from '../../../src/scenarios/index.js';
import type { Scenario } from '../../../src/scenarios/scenario.js';
import type { DestructorPolicy } from '../../../src/violations/words.js';
import { programOf } from '../portable.js';

/** The generation with which exact explorations begin: nothing else has such values. */
const FIRST_GENERATION = 0x3a000000;
const KERNEL = join(SOURCE_ROOT, 'actors/kernel.ts');

interface Programs {
  readonly program: Program;
  readonly numbered: Program;
}

const programs = new Map<string, Programs>();

/** The code of a protocol; and the same, with generations from FIRST_GENERATION on. */
function programsOf(protocol: string): Programs {
  let found = programs.get(protocol);
  if (!found) {
    found = programsWith(protocol, new Map());
    programs.set(protocol, found);
  }
  return found;
}

/** The same for a protocol some of whose files have other `texts`. */
function programsWith(protocol: string, texts: ReadonlyMap<string, string>): Programs {
  const protocolFile = fileOf(protocol);
  const program = programOf({ protocolFile, texts });
  const text = program.files.find(({ path }) => path === KERNEL)?.text as string;
  const altered = text.replace('poke(page + GENERATION, 0)', `poke(page + GENERATION, ${FIRST_GENERATION})`);
  return { program, numbered: programOf({ protocolFile, texts: new Map([...texts, [KERNEL, altered]]) }) };
}

export function fileOf(protocol: string): string {
  return join(SOURCE_ROOT, `protocols/${protocol}.ts`);
}

/** Lets `protocol` stand for itself with `text` in its file, until forgetAlterations(). */
export function alter(protocol: string, text: string): Program {
  const altered = programsWith(protocol, new Map([[fileOf(protocol), text]]));
  programs.set(protocol, altered);
  return altered.program;
}

/** Ends what alter() did: test files share this module. */
export function forgetAlterations(): void {
  programs.clear();
}

export interface Question {
  readonly protocol: string;
  readonly scenario: string;
  readonly dtor: DestructorPolicy;
}

/** All models have so many threads, and so the same addresses. Threads that are not wanted play no round. */
export const MOST_THREADS = 5;

function scenarioNamed(name: string): Scenario {
  return scenarios.find((scenario) => scenario.name === name) as Scenario;
}

/** The roles of the scenario in turn, so that none is missing where there are enough threads. */
function rolesOf({ minThreads, check, roles }: Scenario): number[] {
  const numbers = [...new Set(roles(Math.max(minThreads, check.threads)).map(({ number }) => number))];
  return Array.from({ length: MOST_THREADS }, (_, thread) => numbers[thread % numbers.length] as number);
}

/** The code of which something is proved. */
export function programToProve({ protocol }: Question): Program {
  return programsOf(protocol).program;
}

/** The model of which something is proved. */
export function modelToProve(question: Question): KernelModel {
  return modelOf(question, programToProve(question), Array(MOST_THREADS).fill(1));
}

/** The model of `threads` threads that play `rounds` rounds each. */
export function exactModel(question: Question, threads: number, rounds: number): KernelModel {
  const { numbered } = programsOf(question.protocol);
  return modelOf(
    question,
    numbered,
    Array.from({ length: MOST_THREADS }, (_, thread) => (thread < threads ? rounds : 0)),
  );
}

function modelOf({ scenario, dtor }: Question, program: Program, rounds: readonly number[]): KernelModel {
  const of = scenarioNamed(scenario);
  return kernelModel(program, {
    ...{ roles: rolesOf(of), rounds, pages: 1, slots: of.check.slots, lookedUp: dtor === 'looked-up' },
    ...{ recheck: true, unmapLate: false, reclaim: 0, section: 0, width: 32 },
  });
}

/** Calls `visit` with the fields of each state that is reached exactly. Returns how many there are: none where it would be more than `maxStates`. */
export function forEachState(model: KernelModel, maxStates: number, visit: (fields: Int32Array) => void): number {
  const system = sc.over(model);
  const { visited, complete } = explore(system, { symmetry: true }, { maxStates });
  if (!complete) return 0;
  const fields = new Int32Array(system.shared + system.starts.length);
  for (let state = 0; state < visited.size; state++) {
    visited.read(state, fields);
    visit(fields);
  }
  return visited.size;
}

/** Beside 0 these are the words from which a count word counts. */
const FREE_BASES = [0, -(2 ** 31), -(2 ** 29)];
const SMALLEST_BIG = 1 << 16;
const RESET = 1 << 30;

/** Finds the views of exact states in a proof. */
export class Containment {
  readonly #automaton: Automaton;
  /** By all that a pause is but for its values. */
  readonly #byShape = new Map<string, number[]>();
  /** By words and two local states: sums that make the count word. */
  readonly #views = new Map<string, { base: number; least: number; isExact: boolean }[]>();

  constructor(proof: Proof, model: KernelModel) {
    this.#automaton = model.automaton;
    for (let localState = 0; localState < model.automaton.size; localState++) {
      const shape = shapeOf(model.automaton.pauseAt(localState));
      this.#byShape.set(shape, [...(this.#byShape.get(shape) ?? []), localState]);
    }
    const countWord = model.automaton.words.at(model.geometry.pagesBase + REFCOUNT);
    for (const { first, second, rest } of proof.views) {
      const { base, residue, numbers } = proof.shared.at(first.shared);
      const [one, other] = [proof.members.at(first.member), proof.members.at(second.member)];
      const words = wordsOf(model, (word) => model.automaton.words.value(word, numbers[word] as number), countWord);
      const sum = {
        base,
        least: residue + one.share + other.share + sharesOf(rest),
        isExact: residue < 2 && sharesOf(rest) < 2,
      };
      for (const [first, second] of [
        [one, other],
        [other, one],
      ] as const) {
        const key = `${words};${first.localState},${second.localState}`;
        this.#views.set(key, [...(this.#views.get(key) ?? []), sum]);
      }
    }
  }

  /** For states of `exact`: the pairs of threads in the state `fields` that no view of the proof has. */
  of(exact: KernelModel): (fields: Int32Array) => string[] {
    const known = new Set<string>();
    const matching = new Map<number, readonly number[]>();
    return (fields) => this.#outside(exact, known, matching, fields);
  }

  #outside(
    exact: KernelModel,
    known: Set<string>,
    matching: Map<number, readonly number[]>,
    fields: Int32Array,
  ): string[] {
    const { automaton, geometry, starts } = exact;
    const { words } = automaton;
    const matches = (localState: number): readonly number[] => {
      const key = localState * 1024 + (generation - FIRST_GENERATION);
      let found = matching.get(key);
      if (!found) {
        found = this.#matches(automaton.pauseAt(localState), generation);
        matching.set(key, found);
      }
      return found;
    };
    const countWord = words.at(geometry.pagesBase + REFCOUNT);
    const shared = wordsOf(exact, (word) => words.valueIn(fields, word), countWord);
    const generation = words.valueIn(fields, words.at(geometry.pagesBase + GENERATION));
    const count = words.valueIn(fields, countWord);
    const missing: string[] = [];
    const localStates = starts.map((_, thread) => fields[words.size + thread] as number);
    for (const [index, one] of localStates.entries()) {
      for (const other of localStates.slice(index + 1)) {
        const key = `${shared};${count};${generation};${one},${other}`;
        if (known.has(key)) continue;
        if (this.#hasView(shared, count, matches(one), matches(other))) known.add(key);
        else missing.push(key);
      }
    }
    return missing;
  }

  #hasView(shared: string, count: number, ones: readonly number[], others: readonly number[]): boolean {
    return ones.some((one) =>
      others.some((other) =>
        this.#views.get(`${shared};${one},${other}`)?.some(({ base, least, isExact }) => {
          const counted = (count - base) | 0;
          return isExact ? counted === least : counted >= least;
        }),
      ),
    );
  }

  /** Local states of the proof that may stand for `pause` while the page is in `generation`. */
  #matches(pause: Pause, generation: number): readonly number[] {
    const values = valuesOf(pause);
    return (this.#byShape.get(shapeOf(pause)) ?? []).filter((candidate) => {
      const theirs = valuesOf(this.#automaton.pauseAt(candidate));
      return values.every((value, index) => isSame(value, theirs[index] as number, generation));
    });
  }
}

/** The words but for the count, the holders, and the generation, of which the parity is enough. */
function wordsOf({ automaton, geometry }: KernelModel, value: (word: number) => number, countWord: number): string {
  const generation = automaton.words.at(geometry.pagesBase + GENERATION);
  const values = automaton.words.words.map(({ address }, word) => {
    if (word === countWord || address === undefined) return '';
    return word === generation ? value(word) & 1 : value(word);
  });
  return values.join();
}

function shapeOf({ instruction, continuation: { frames, call }, holds }: Pause): string {
  const at = frames.map(({ functionIndex, pc, registers }) => `${functionIndex}.${pc}.${registers.length}`).join('/');
  return `${instruction?.op};${at};${call ? Object.values(call).join() : ''};${holds ? Object.values(holds).join() : ''}`;
}

/** The values of registers; of playRounds(), the outermost function, only the role. */
function valuesOf({ continuation: { frames, globals }, inputs }: Pause): number[] {
  const [outermost, ...inner] = frames;
  return [...inputs, ...globals, outermost?.registers[0] ?? 0, ...inner.flatMap(({ registers }) => registers)];
}

/** Tells whether the value `theirs` of a proof may stand for `value`. */
function isSame(value: number, theirs: number, generation: number): boolean {
  if (value >= FIRST_GENERATION && value < FIRST_GENERATION + 1024) {
    if (theirs < 0x2a000000 || theirs >= 0x2a000008) return false;
    // Sums with a stale generation are operands of accesses that fail.
    return value === generation ? theirs === 0x2a000004 + (value & 1) : value > generation || theirs < 0x2a000004;
  }
  if (value === theirs) return true;
  return FREE_BASES.some((base) => {
    const [mine, other] = [(value - base) | 0, (theirs - base) | 0];
    return mine >= 2 && other >= SMALLEST_BIG && (mine >= RESET ? other >= RESET : other < RESET) && other % 64 !== 32;
  });
}
