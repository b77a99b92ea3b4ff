// The slow and obvious enumerator of candidate executions: all traces of all threads, all that each read may have read,
// all coherence orders. What is left after the axioms are the answers that the explorer has to give as well. It shares
// with it the axioms, and nothing else.

import { dataRaces, isAllowed } from '../../../src/checker/memory/lkmm/axioms.js';
import type { Event, Execution } from '../../../src/checker/memory/lkmm/execution.js';
import type { LitmusTest } from '../../../src/litmus/parse.js';
import { litmusFiles } from '../../../src/litmus/shipped.js';
import type { LitmusAnswer } from '../../../src/results/litmus-result.js';
import { RELAXED } from '../../../src/runtime/order.js';
import { type Trace, tracesOf } from './traces.js';

/**
 * Tests that come along and that it can enumerate: not those of grace periods by epochs. In epochs+MP one thread has 406,125
 * traces and the other 625, if each read finds one of the five numbers of the text, and every further round adds epochs. In
 * the smallest, epochs+MP+one-epoch, it is 7,125 and 625: 4.5 million pairs, before any order of them.
 */
export const ENUMERABLE = litmusFiles(['all']).files.filter(({ named }) => !named.startsWith('epochs+'));

export interface Axioms {
  isAllowed(execution: Execution): boolean;
  dataRaces(execution: Execution): unknown[];
}

export interface NaiveResult {
  readonly answer: LitmusAnswer;
  /** Outcomes of the allowed executions as texts: registers of each thread, then memory. */
  readonly outcomes: ReadonlySet<string>;
  /** Some allowed execution has a data race. */
  readonly races: boolean;
  readonly allowed: number;
  readonly candidates: number;
}

/** `imagined`: values that any word may be thought to have, to begin with. */
export function enumerate(
  test: LitmusTest,
  axioms: Axioms = { isAllowed, dataRaces },
  imagined = numbersIn(test),
): NaiveResult {
  const outcomes = new Set<string>();
  let [holding, missing, allowed, candidates, races] = [0, 0, 0, 0, false];
  for (const { execution, registers } of candidatesOf(test, imagined)) {
    candidates++;
    if (!axioms.isAllowed(execution)) continue;
    allowed++;
    races ||= axioms.dataRaces(execution).length > 0;
    const values = new Map(registers);
    for (const [word, { name }] of test.words.entries()) values.set(name, finalValue(execution, word));
    const valuation = (name: string): number => values.get(name) as number;
    if (test.filter && !test.filter.holds(valuation)) continue;
    if (test.condition.holds(valuation)) holding++;
    else missing++;
    outcomes.add([...values].map(([name, value]) => `${name}=${value}`).join(' '));
  }
  const answer = holding === 0 ? 'Never' : missing === 0 ? 'Always' : 'Sometimes';
  return { answer, outcomes, races, allowed, candidates };
}

interface Candidate {
  readonly execution: Execution;
  readonly registers: readonly (readonly [name: string, value: number])[];
}

export function* candidatesOf(test: LitmusTest, imagined = numbersIn(test)): Generator<Candidate> {
  for (const traces of product(allTraces(test, imagined))) {
    const events = joined(test, traces);
    const registers = traces.flatMap((trace, thread) =>
      trace.registers.map((value, index) => [`${thread}:${test.threads[thread]?.registers[index]}`, value] as const),
    );
    const { length } = test.words;
    const of = (word: number, index: number): boolean =>
      events.events[index]?.kind === 'write' && events.events[index]?.word === word;
    const indices = [...events.events.keys()];
    const sources = events.events.map(({ kind, word, value }) =>
      kind === 'read' ? indices.filter((index) => of(word, index) && events.events[index]?.value === value) : [-1],
    );
    const orders = Array.from({ length }, (_, word) =>
      permutations(indices.filter((index) => index >= length && of(word, index))).map((order) => [word, ...order]),
    );
    for (const readsFrom of product(sources)) {
      for (const coherence of product(orders)) yield { execution: { ...events, readsFrom, coherence }, registers };
    }
  }
}

/** Numbers that may come out of thin air: all of the text. */
function numbersIn({ text }: LitmusTest): number[] {
  const numbers = [0, 1, ...(text.match(/-?\b\d+\b/g) ?? []).map(Number)];
  return /[<>]/.test(text) ? numbers.flatMap((number) => [number - 1, number, number + 1]) : numbers;
}

/**
 * Per thread, what it may do. A word may have what is imagined, and whatever is written: these values grow until they no
 * longer do, or each write had its turn. What nobody writes is dropped again.
 */
function allTraces({ words, threads }: LitmusTest, imagined: readonly number[]): Trace[][] {
  const addresses = words.map(({ address }) => address);
  const initial = (): Map<number, Set<number>> =>
    new Map(words.map(({ address, initial: value }) => [address, new Set([value])]));
  const addWritten = (domain: ReadonlyMap<number, Set<number>>, traces: readonly Trace[][]): void => {
    for (const { kind, word, value } of traces.flat().flatMap(({ events }) => events)) {
      if (kind === 'write') domain.get(addresses[word] as number)?.add(value);
    }
  };
  const tracesIn = (domain: ReadonlyMap<number, Set<number>>): Trace[][] =>
    threads.map(({ body }, thread) => tracesOf(body, thread, addresses, domain));

  const domain = initial();
  for (const values of domain.values()) for (const value of imagined) values.add(value);
  const accesses = threads.flatMap(({ body }) => body.code.filter(({ op }) => op === 'access')).length;
  let traces: Trace[][] = [];
  for (let before = -1, round = 0; sizeOf(domain) > before && round <= accesses; round++) {
    before = sizeOf(domain);
    traces = tracesIn(domain);
    addWritten(domain, traces);
  }
  for (let before = Number.POSITIVE_INFINITY, size = sizeOf(domain); size < before; ) {
    before = size;
    const written = initial();
    addWritten(written, traces);
    size = sizeOf(written);
    traces = tracesIn(written);
  }
  return traces;
}

function sizeOf(domain: ReadonlyMap<number, ReadonlySet<number>>): number {
  return [...domain.values()].reduce((sum, { size }) => sum + size, 0);
}

/** The traces behind one another, behind the initial writes. */
function joined({ words }: LitmusTest, traces: readonly Trace[]): Omit<Execution, 'readsFrom' | 'coherence'> {
  const initial = words.map(
    ({ initial }, word): Event => ({
      thread: -1,
      kind: 'write',
      word,
      value: initial,
      order: RELAXED,
      noReturn: false,
    }),
  );
  const none = words.map((): number[] => []);
  const result = { events: initial, rmwWrite: words.map(() => -1), address: none, data: [...none], control: [...none] };
  result.address = [...none];
  for (const trace of traces) {
    const base = result.events.length;
    const shifted = (lists: Trace['address']): number[][] => lists.map((list) => list.map((index) => index + base));
    result.events.push(...trace.events);
    result.rmwWrite.push(...trace.rmwWrite.map((write) => (write < 0 ? -1 : write + base)));
    result.address.push(...shifted(trace.address));
    result.data.push(...shifted(trace.data));
    result.control.push(...shifted(trace.control));
  }
  return result;
}

function finalValue({ events, coherence }: Execution, word: number): number {
  return events[coherence[word]?.at(-1) as number]?.value as number;
}

/** Every way to take one of each. */
function* product<Item>(choices: readonly (readonly Item[])[]): Generator<Item[]> {
  const [first, ...others] = choices;
  if (!first) {
    yield [];
    return;
  }
  for (const item of first) for (const rest of product(others)) yield [item, ...rest];
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
