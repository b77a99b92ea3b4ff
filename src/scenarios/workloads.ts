// The workloads that `scale` measures: their names, their numbers in the kernel, and the pages that each needs.

import * as numbers from '../actors/workload-numbers.js';
import { pick } from '../usage-error.js';

export interface Workload {
  readonly name: string;
  readonly description: string;
  /** Its number in the kernel. */
  readonly number: number;
  /** Definition of one operation, for operations per second. */
  readonly operation: string;
  /** Pages that it needs, or null where --pages decides. */
  readonly pages: number | null;
  /** Number of index slots, a power of two. */
  readonly slots: number;
  /** Distribution of the table of pages, or null without a table (see actors/spread.ts). */
  readonly draw: 'uniform' | 'zipf' | null;
}

/** An entry of a table. Absent: one page, one slot, no table of pages. */
type Entry = Pick<Workload, 'name' | 'description' | 'number' | 'operation'> & Partial<Workload>;

function filledIn(entries: readonly Entry[]): Workload[] {
  return entries.map((entry) => ({ pages: 1, slots: 1, draw: null, ...entry }));
}

export const workloads: readonly Workload[] = filledIn([
  {
    name: 'shared',
    description: 'all threads get and put one page: the case of the series',
    number: numbers.SHARED,
    operation: 'tryGet + put',
  },
  {
    name: 'read',
    description: 'look up, tryGet, recheck, copy 64 bytes of the page, put: a small pread of one file',
    number: numbers.READ,
    operation: 'read of 64 bytes',
  },
  {
    name: 'private',
    description: 'each thread gets and puts a page of its own: the ceiling',
    number: numbers.PRIVATE,
    operation: 'tryGet + put',
  },
  {
    name: 'spread',
    description: 'get and put over --pages pages, all equally likely',
    number: numbers.SPREAD,
    operation: 'tryGet + put',
    pages: null,
    draw: 'uniform',
  },
  {
    name: 'spread-zipf',
    description: 'get and put over --pages pages, the k-th as often as 1/k',
    number: numbers.SPREAD,
    operation: 'tryGet + put',
    pages: null,
    draw: 'zipf',
  },
  {
    name: 'failed-get',
    description: 'all threads try to get one free page: what a failed get costs, and the reset behind it',
    number: numbers.FAILED_GET,
    operation: 'failed tryGet',
  },
  {
    name: 'free',
    description: 'each thread hands out a page of its own and puts it to zero: what step 2 costs on every free',
    number: numbers.FREE_OWN,
    operation: 'init + last put',
  },
  {
    name: 'free-contended',
    description: 'all threads get and put one page that nobody holds for long: the last put frees it, among gets',
    number: numbers.FREE_CONTENDED,
    operation: 'tryGet, or put',
  },
  {
    name: 'churn',
    description: 'the mixed life of the race: getters, owners and freezers over --pages pages',
    number: numbers.CHURN,
    operation: 'round of the mixed role',
    pages: null,
    slots: 8,
  },
]);

/** The ceilings of the machine: one instruction on one word that all threads share, whatever the protocol. */
export const ceilings: readonly Workload[] = filledIn([
  {
    name: 'load',
    description: 'atomic load',
    number: numbers.RAW_LOAD,
    operation: 'load',
  },
  {
    name: 'fetch-add',
    description: 'atomic add that returns the value before',
    number: numbers.RAW_ADD,
    operation: 'fetch-add',
  },
  {
    name: 'compare-exchange',
    description: 'compare-and-swap, one attempt',
    number: numbers.RAW_COMPARE_EXCHANGE,
    operation: 'compare-exchange',
  },
]);

/** A workload or a ceiling. @throws UsageError that suggests the nearest name. */
export function findWorkload(name: string): Workload {
  return ceilings.find((ceiling) => ceiling.name === name) ?? pick('workload', workloads, name);
}
