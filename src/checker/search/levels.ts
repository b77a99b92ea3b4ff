import type { Exploration } from './explore.js';

/** The states at `depth` steps from the initial state: their numbers begin at `start` and end before `end`. */
export interface Level {
  readonly depth: number;
  readonly start: number;
  readonly end: number;
}

export function levelsOf({ levels }: Pick<Exploration, 'levels'>): Level[] {
  return levels.slice(0, -1).map((start, depth) => ({ depth, start, end: levels[depth + 1] ?? start }));
}
