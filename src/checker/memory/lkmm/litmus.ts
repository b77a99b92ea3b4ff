// A litmus test under the Linux-kernel memory model: how each execution that the axioms allow ends. Of a test that has too
// many, those that decide its condition.

import type { LitmusTest } from '../../../litmus/parse.js';
import type { PartialValuation } from '../../../litmus/proposition.js';
import { hasPlainAccess, litmusModel } from '../../model/litmus-model.js';
import { dataRaces } from './axioms.js';
import { hasUnmatchedSections } from './base-relations.js';
import { type ExecutionCounts, type ExplorationLimits, exploreExecutions } from './explore-executions.js';
import { imaginedIn } from './imagined.js';
import type { SearchState } from './search-state.js';

/** Bytes that an end holds, at most. */
const BYTES_PER_END = 200;
/** Partial executions after which a test is decided by those that its condition asks for. It takes a second or two. */
const GLANCE = 50_000;

interface LitmusEnd {
  /** Of every register, as `0:r1`, and of every location. */
  readonly values: ReadonlyMap<string, number>;
  /** Number of executions that end so. */
  readonly executions: number;
}

export interface LitmusExecutions extends ExecutionCounts {
  readonly ends: readonly LitmusEnd[];
  /** Number of executions in which two accesses race, one of them plain. If there is one, no other result means anything. */
  readonly racy: number;
  /** Number of executions in which a section of SRCU has not one beginning and one end. */
  readonly unmatched: number;
}

type Test = Pick<LitmusTest, 'words' | 'threads' | 'filter'>;

/** Explores all executions, or those whose condition may turn out as `wanted`. @throws ProgramError */
export function litmusExecutions(
  test: Test & Partial<Pick<LitmusTest, 'condition'>>,
  { maxStates, stop }: ExplorationLimits,
  wanted?: boolean,
): LitmusExecutions {
  const { words: locations, threads, filter, condition } = test;
  const names = [
    ...locations.map(({ name }) => name),
    ...threads.flatMap(({ registers }, thread) => registers.map((name) => `${thread}:${name}`)),
  ];
  /** Executions by their values, in the order of `names`: there may be millions. */
  let ends = new Map<string, number>();
  let racy = 0;
  let unmatched = 0;

  const finalValues = ({ graph, threads: states }: SearchState): Map<string, number> => {
    const values = new Map<string, number>();
    for (const [word, { name }] of locations.entries()) values.set(name, graph.finalValue(word));
    for (const [thread, { node }] of states.entries()) {
      for (const [index, value] of node.pause.inputs.entries()) {
        values.set(`${thread}:${threads[thread]?.registers[index]}`, value);
      }
    }
    return values;
  };
  const settled = settledRegisters(test);
  const wants = (searchState: SearchState): boolean => {
    const valuation = settled(searchState);
    return condition?.truth(valuation) !== !wanted && filter?.truth(valuation) !== false;
  };
  const newVisitor = () => {
    ends = new Map();
    racy = 0;
    unmatched = 0;
    return {
      ...(wanted !== undefined && { wants }),
      report: () => {},
      complete: (searchState: SearchState): void => {
        const values = finalValues(searchState);
        if (filter && !filter.holds((name) => values.get(name) ?? 0)) return;
        if (dataRaces(searchState.graph).length > 0) racy++;
        if (hasUnmatchedSections(searchState.graph)) unmatched++;
        const key = [...values.values()].join();
        ends.set(key, (ends.get(key) ?? 0) + 1);
      },
    };
  };
  const { automaton, threads: starts } = litmusModel({ words: locations, threads });
  const { interpreter, words } = automaton;
  const explored = exploreExecutions(
    { interpreter, words, starts },
    newVisitor,
    { maxStates, stop: (counts, held) => stop?.(counts, held + ends.size * BYTES_PER_END) ?? false },
    { imagined: imaginedIn({ threads, words: locations }), isDirected: wanted !== undefined },
  );
  const valuesOf = (key: string): Map<string, number> => {
    const values = key.split(',').map(Number);
    return new Map(names.map((name, index) => [name, values[index] as number]));
  };
  const found = [...ends].map(([key, executions]) => ({ values: valuesOf(key), executions }));
  return { ...explored, ends: found, racy, unmatched };
}

/** Returns the values of registers to which nothing assigns behind where their thread is. */
function settledRegisters({ threads }: Test): (searchState: SearchState) => PartialValuation {
  const known = new Map<string, { thread: number; index: number; register: number; last: number }>();
  for (const [thread, { registers, body }] of threads.entries()) {
    const finish = body.code.find((one) => one.op === 'finish');
    for (const [index, name] of registers.entries()) {
      const register = finish?.inputs[index] ?? -1;
      const last = body.code.findLastIndex((one) => 'to' in one && one.to === register);
      known.set(`${thread}:${name}`, { thread, index, register, last });
    }
  }
  return ({ threads: states }) =>
    (name) => {
      const { thread = -1, index = -1, register = -1, last = -1 } = known.get(name) ?? {};
      const pause = states[thread]?.node.pause;
      if (pause?.instruction?.op === 'finish') return pause.inputs[index];
      const frame = pause?.continuation.frames[0];
      return frame && frame.pc > last ? frame.registers[register] : undefined;
    };
}

interface Decided extends LitmusExecutions {
  /** Not every end is among them, but the condition is decided. */
  readonly isPart: boolean;
}

/** Returns all ends, or, of a test that has too many, as many as decide its condition. @throws ProgramError */
export function decideLitmus(test: LitmusTest, limits: ExplorationLimits): Decided {
  const { maxStates } = limits;
  const glance = litmusExecutions(test, { ...limits, maxStates: Math.min(maxStates, GLANCE) });
  if (glance.complete || glance.endless || glance.states < GLANCE || maxStates <= GLANCE) {
    return { ...glance, isPart: false };
  }
  const seen = new Set(glance.ends.map(({ values }) => test.condition.holds((name) => values.get(name) as number)));
  if (!hasPlainAccess(test) || glance.racy > 0) {
    if (seen.size > 1) return { ...glance, complete: true, isPart: true };
    const others = litmusExecutions(test, limits, !seen.has(true));
    if (others.complete) {
      return { ...others, ends: [...others.ends, ...glance.ends], racy: glance.racy + others.racy, isPart: true };
    }
  }
  return { ...litmusExecutions(test, limits), isPart: false };
}
