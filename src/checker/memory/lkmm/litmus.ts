// A litmus test under the Linux-kernel memory model: how each execution that the axioms allow ends. Of a test that has too
// many, those that decide its condition.

import type { LitmusTest } from '../../../litmus/parse.js';
import { hasPlainAccess, litmusModel } from '../../model/litmus-model.js';
import { dataRaces } from './axioms.js';
import { hasUnmatchedSections } from './base-relations.js';
import { openAccesses, possibleValues } from './condition-needs.js';
import { type ExecutionCounts, type ExplorationLimits, exploreExecutions } from './explore-executions.js';
import { imaginedIn } from './imagined.js';
import type { SearchState } from './search-state.js';

/** Bytes that an end holds beside its values, of which each is a few digits: the place in a map, and a string. */
const BYTES_PER_END = 90;
const BYTES_PER_VALUE = 4;
/** Partial executions after which a test is decided by those that its condition asks for. It takes a second or two. */
const GLANCE = 50_000;

interface LitmusEnd {
  /** Of the registers, as `0:r1`, and locations that were asked about. */
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

/**
 * Explores all executions, or those whose condition may turn out as `wanted`: of these, the first one if one is enough, and
 * those once that differ only where neither the condition nor `names` asks. `names`: of the registers and locations in the
 * ends; all, unless given. No execution is held, only ends that differ in these. @throws ProgramError
 */
export function litmusExecutions(
  test: Test & Partial<Pick<LitmusTest, 'condition'>>,
  { maxStates, stop }: ExplorationLimits,
  wanted?: boolean,
  names = namesOf(test),
  isOneEnough = false,
): LitmusExecutions {
  const { words: locations, threads, filter, condition } = test;
  /** Executions by their values, in the order of `names`. */
  let ends = new Map<string, number>();
  let racy = 0;
  let unmatched = 0;
  const finalValue = finalValues(test);
  const { automaton, threads: starts } = litmusModel({ words: locations, threads });
  const { interpreter, words } = automaton;
  const possible = possibleValues(test, words);
  const wants = (searchState: SearchState): boolean => {
    if (isOneEnough && ends.size > 0) return false;
    const valuation = possible(searchState);
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
        const valuation = (name: string): number => finalValue(searchState, name);
        if (filter && !filter.holds(valuation)) return;
        if (dataRaces(searchState.graph).length > 0) racy++;
        if (hasUnmatchedSections(searchState.graph)) unmatched++;
        const key = names.map(valuation).join();
        ends.set(key, (ends.get(key) ?? 0) + 1);
      },
    };
  };
  const bytesPerEnd = BYTES_PER_END + BYTES_PER_VALUE * names.length;
  const asked = new Set([...names, ...(condition?.names ?? []), ...(filter?.names ?? [])]);
  const explored = exploreExecutions(
    { interpreter, words, starts },
    newVisitor,
    { maxStates, stop: (counts, held) => stop?.(counts, held + ends.size * bytesPerEnd) ?? false },
    {
      imagined: imaginedIn({ threads, words: locations }),
      open: wanted === undefined ? undefined : openAccesses(test, words, asked),
    },
  );
  const valuesOf = (key: string): Map<string, number> => {
    const values = key.split(',').map(Number);
    return new Map(names.map((name, index) => [name, values[index] as number]));
  };
  const found = [...ends].map(([key, executions]) => ({ values: valuesOf(key), executions }));
  return { ...explored, ends: found, racy, unmatched };
}

function namesOf({ words, threads }: Test): string[] {
  const registers = threads.flatMap(({ registers }, thread) => registers.map((name) => `${thread}:${name}`));
  return [...words.map(({ name }) => name), ...registers];
}

/** Returns what reads the value that a register or location has in a complete execution. */
function finalValues({ words, threads }: Test): (searchState: SearchState, name: string) => number {
  const places = new Map<string, (searchState: SearchState) => number>();
  for (const [word, { name }] of words.entries()) places.set(name, ({ graph }) => graph.finalValue(word));
  for (const [thread, { registers }] of threads.entries()) {
    for (const [index, name] of registers.entries()) {
      places.set(`${thread}:${name}`, ({ threads }) => threads[thread]?.node.pause.inputs[index] as number);
    }
  }
  return (searchState, name) => places.get(name)?.(searchState) as number;
}

interface Decided extends LitmusExecutions {
  /** Not every end is among them, but the condition is decided. */
  readonly isPart: boolean;
}

/** Returns all ends, or, of a test that has too many, as many as decide its condition. @throws ProgramError */
export function decideLitmus(test: LitmusTest, limits: ExplorationLimits): Decided {
  const { maxStates } = limits;
  const { condition, extraNames, filter } = test;
  const names = [...new Set([...condition.names, ...extraNames, ...(filter?.names ?? [])])];
  const explored = (maxStates: number, wanted?: boolean): LitmusExecutions =>
    litmusExecutions(test, { ...limits, maxStates }, wanted, names, wanted !== undefined);
  const glance = explored(Math.min(maxStates, GLANCE));
  if (glance.complete || glance.endless || glance.states < GLANCE || maxStates <= GLANCE) {
    return { ...glance, isPart: false };
  }
  const holds = ({ values }: LitmusEnd): boolean => condition.holds((name) => values.get(name) as number);
  const seen = new Set(glance.ends.map(holds));
  if (!hasPlainAccess(test) || glance.racy > 0) {
    if (seen.size > 1) return { ...glance, complete: true, isPart: true };
    const others = explored(maxStates, !seen.has(true));
    const isOpen = seen.size === 0 && others.complete && others.ends.some(holds);
    const all = [glance, others, ...(isOpen ? [explored(maxStates, false)] : [])];
    const last = all.at(-1) as LitmusExecutions;
    const total = (of: 'states' | 'executions' | 'racy' | 'unmatched'): number =>
      all.reduce((sum, part) => sum + part[of], 0);
    const counts = { states: total('states'), executions: total('executions'), racy: total('racy') };
    const parts = { ...last, ...counts, unmatched: total('unmatched') };
    if (last.complete) return { ...parts, ends: all.flatMap(({ ends }) => ends), isPart: true };
    // All executions would be more.
    if (last.states > 0) return { ...parts, isPart: false };
  }
  return { ...explored(maxStates), isPart: false };
}
