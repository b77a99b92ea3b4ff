// A litmus test under the Linux-kernel memory model: how each execution that the axioms allow ends.

import type { LitmusTest } from '../../../litmus/parse.js';
import { litmusModel } from '../../model/litmus-model.js';
import { dataRaces } from './axioms.js';
import { hasUnmatchedSections } from './base-relations.js';
import { type ExecutionCounts, exploreExecutions } from './explore-executions.js';
import { imaginedIn } from './imagined.js';
import type { Counts, SearchState } from './search-state.js';

/** Bytes that an end holds, at most. */
const BYTES_PER_END = 200;

interface LitmusLimits {
  readonly maxStates: number;
  /** Asked now and then whether to stop, with the counts so far and the bytes that are held. It may throw. */
  readonly stop?: (counts: Counts, bytesHeld: number) => boolean;
}

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

/** @throws ProgramError */
export function litmusExecutions(
  { words: locations, threads, filter }: Pick<LitmusTest, 'words' | 'threads' | 'filter'>,
  { maxStates, stop }: LitmusLimits,
): LitmusExecutions {
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
  const newVisitor = () => {
    ends = new Map();
    racy = 0;
    unmatched = 0;
    return {
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
    imaginedIn({ threads, words: locations }),
  );
  const valuesOf = (key: string): Map<string, number> => {
    const values = key.split(',').map(Number);
    return new Map(names.map((name, index) => [name, values[index] as number]));
  };
  return {
    ...explored,
    ends: [...ends].map(([key, executions]) => ({ values: valuesOf(key), executions })),
    racy,
    unmatched,
  };
}
