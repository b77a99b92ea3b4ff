// A litmus test under the Linux-kernel memory model: how each execution that the axioms allow ends.

import type { LitmusTest } from '../../../litmus/parse.js';
import { litmusModel } from '../../model/litmus-model.js';
import { dataRaces } from './axioms.js';
import { type ExecutionCounts, exploreExecutions } from './explore-executions.js';
import { imaginedIn } from './imagined.js';
import type { ExecutionLimits, SearchState } from './search-state.js';

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
}

/** @throws ProgramError */
export function litmusExecutions(
  { words: locations, threads, filter }: Pick<LitmusTest, 'words' | 'threads' | 'filter'>,
  limits: Pick<ExecutionLimits, 'maxStates' | 'stop'>,
): LitmusExecutions {
  let ends = new Map<string, { values: ReadonlyMap<string, number>; executions: number }>();
  let racy = 0;

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
    return {
      report: () => {},
      complete: (searchState: SearchState): void => {
        const values = finalValues(searchState);
        if (filter && !filter.holds((name) => values.get(name) ?? 0)) return;
        if (dataRaces(searchState.graph).length > 0) racy++;
        const key = [...values.values()].join();
        const known = ends.get(key);
        if (known) known.executions++;
        else ends.set(key, { values, executions: 1 });
      },
    };
  };
  const { automaton, threads: starts } = litmusModel({ words: locations, threads });
  const { interpreter, words } = automaton;
  const explored = exploreExecutions(
    { interpreter, words, starts },
    newVisitor,
    limits,
    imaginedIn({ threads, words: locations }),
  );
  return { ...explored, ends: [...ends.values()], racy };
}
