// The origin of the numbers of a page: each file has a number, each machine a letter, and every section cites them.

import type { Environment } from '../../machine/environment.js';
import type { Result, ResultFile } from '../../results/result-bytes.js';
import { html, type Markup } from '../markup.js';

/** A result with the files that it was read from: several when repeated runs were taken together. */
export interface Cited<T> {
  readonly result: T;
  readonly files: readonly number[];
}

export class Evidence {
  readonly #machines = new Map<string, Environment>();

  constructor(readonly files: readonly ResultFile[]) {
    for (const { results } of files) for (const result of results.flatMap(within)) this.#keep(environmentOf(result));
  }

  /** Results of `schema`, with the number of their file, from 1. */
  of<S extends Result['schema']>(schema: S): Cited<Extract<Result, { schema: S }>>[] {
    const is = (result: Result): result is Extract<Result, { schema: S }> => result.schema === schema;
    return this.files.flatMap(({ results }, index) =>
      results
        .flatMap(within)
        .filter(is)
        .map((result) => ({ result, files: [index + 1] })),
    );
  }

  machines(): readonly Environment[] {
    return [...this.#machines.values()];
  }

  /** `A`, `B`, ... in the order of the files. */
  letterOf(environment: Environment): string {
    return letter([...this.#machines.keys()].indexOf(JSON.stringify(environment)));
  }

  #keep(environment: Environment | undefined): void {
    if (environment) this.#machines.set(JSON.stringify(environment), environment);
  }
}

/** `result`, and those that it is made of: a demonstration holds others. */
function within(result: Result): readonly Result[] {
  if (result.schema !== 'reftorture/demo@1') return [result];
  const { races, check, replay, scale } = result;
  return [result, ...races, ...[check, replay, scale].filter((part) => part !== null)];
}

/** Returns the machine of a result; a result that holds for every machine has none. */
function environmentOf(result: Result): Environment | undefined {
  return 'environment' in result ? result.environment : undefined;
}

export function letter(index: number): string {
  const last = String.fromCharCode('A'.charCodeAt(0) + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

/** Links to the files, small and raised. */
export function cite(files: readonly number[]): Markup {
  return html`${[...new Set(files)].map((file) => html` <a class="cite" href="#file-${file}" aria-label="from file ${file}">[${file}]</a>`)}`;
}
