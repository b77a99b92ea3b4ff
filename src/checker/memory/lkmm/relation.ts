// The algebra in which the axioms are written: binary relations between events, as matrices of bits. A relation remembers
// what it was made of, so that each of its edges can be told as steps that a reader knows.
//
// Explorers ask for thousands of executions a second, and in most of them most relations have no edges. So each function
// gives an operand back where that is all there is to it.

import { contains, type EventSet, strideOf } from './event-set.js';

type Origin =
  | { readonly made: 'named'; readonly name: string }
  | { readonly made: 'identity' }
  | { readonly made: 'union' | 'sequence'; readonly of: readonly Relation[] }
  | { readonly made: 'part' | 'closure'; readonly of: Relation };

/** Rows and identities are kept for executions of so many events at most: a few megabytes in all. */
const MOST_KEPT = 128;

/** By number of events: the rows that were made so far. */
const kept = new Map<number, Int32Array[]>();
let rowsOfSize: Int32Array[] = [];
let taken = 0;

/**
 * The relations made so far are not needed any more: those of the next execution, which has `size` events, are made of
 * their rows. To make rows takes longer than to fill them.
 */
export function beginRelations(size: number): void {
  rowsOfSize = kept.get(size) ?? [];
  if (size <= MOST_KEPT) kept.set(size, rowsOfSize);
  taken = 0;
}

function takeRows(length: number): Int32Array {
  const rows = rowsOfSize[taken];
  if (rows?.length === length) {
    taken++;
    return rows.fill(0);
  }
  const made = new Int32Array(length);
  rowsOfSize[taken++] = made;
  return made;
}

export class Relation {
  /** Number of 32-bit words in a row. */
  readonly stride: number;
  /** Row after row: bit i of row j for an edge from event j to event i. */
  readonly rows: Int32Array;
  isEmpty = true;

  constructor(
    readonly size: number,
    readonly origin: Origin,
    rows = takeRows(size * strideOf(size)),
  ) {
    this.stride = strideOf(size);
    this.rows = rows;
  }

  has(from: number, to: number): boolean {
    return ((this.rows[from * this.stride + (to >> 5)] as number) & (1 << (to & 31))) !== 0;
  }

  add(from: number, to: number): void {
    this.include(from * this.stride + (to >> 5), 1 << (to & 31));
  }

  /** Adds an edge from `from` to each event of the set. */
  addAll(from: number, set: EventSet): void {
    for (let word = 0; word < this.stride; word++) this.include(from * this.stride + word, set[word] as number);
  }

  /** Adds bits to a word of `rows`. */
  include(at: number, bits: number): void {
    if (bits === 0) return;
    this.rows[at] = (this.rows[at] as number) | bits;
    this.isEmpty = false;
  }

  /** Every edge, by its first event and then by its second. */
  edges(): [from: number, to: number][] {
    const { stride, rows } = this;
    const found: [number, number][] = [];
    for (let at = 0; at < rows.length && !this.isEmpty; at++) {
      const from = Math.trunc(at / stride);
      const first = (at - from * stride) << 5;
      for (let bits = rows[at] as number; bits !== 0; bits &= bits - 1) found.push([from, first + lowest(bits)]);
    }
    return found;
  }
}

/** The position of the lowest bit that is set. */
function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** A relation whose edges are filled in by the caller. Explanations call each of them by this name. */
export function named(size: number, name: string): Relation {
  return new Relation(size, { made: 'named', name });
}

/** The same edges, explained by one name. */
export function called(name: string, { size, rows, isEmpty }: Relation): Relation {
  const result = named(size, name);
  result.rows.set(rows);
  result.isEmpty = isEmpty;
  return result;
}

export function union(...all: readonly Relation[]): Relation {
  const of = all.filter((one) => !one.isEmpty);
  if (of.length <= 1) return of[0] ?? (all[0] as Relation);
  const result = new Relation((of[0] as Relation).size, { made: 'union', of });
  for (const { rows } of of) {
    for (let word = 0; word < rows.length; word++) result.include(word, rows[word] as number);
  }
  return result;
}

/** The edges that two relations have both. They are explained as edges of the first. */
export function intersection(left: Relation, right: Relation): Relation {
  if (left.isEmpty || right.isEmpty) return left.isEmpty ? left : right;
  return part(left, (word) => right.rows[word] as number);
}

/** The edges that are not in the other relation. */
export function without(relation: Relation, other: Relation): Relation {
  if (relation.isEmpty || other.isEmpty) return relation;
  return part(relation, (word) => ~(other.rows[word] as number));
}

/** `mask`: the bits to keep of each word of `rows`. */
function part(of: Relation, mask: (word: number) => number): Relation {
  const result = new Relation(of.size, { made: 'part', of });
  for (let word = 0; word < of.rows.length; word++) result.include(word, (of.rows[word] as number) & mask(word));
  return result;
}

/** From an event by one relation, then by the next, and so on. */
export function sequence(first: Relation, ...others: readonly Relation[]): Relation {
  return others.reduce(followedBy, first);
}

function followedBy(left: Relation, right: Relation): Relation {
  if (left.isEmpty || right.origin.made === 'identity') return left;
  if (right.isEmpty || left.origin.made === 'identity') return right;
  const result = new Relation(left.size, { made: 'sequence', of: [left, right] });
  const { size, stride } = left;
  for (let from = 0; from < size; from++) {
    for (let word = 0; word < stride; word++) {
      for (let bits = left.rows[from * stride + word] as number; bits !== 0; bits &= bits - 1) {
        addRow(result, from, right.rows, (word << 5) + lowest(bits));
      }
    }
  }
  return result;
}

/** Adds to row `to` of a relation what is in row `from` of `rows`. */
function addRow(result: Relation, to: number, rows: Int32Array, from: number): void {
  const { stride } = result;
  for (let word = 0; word < stride; word++) result.include(to * stride + word, rows[from * stride + word] as number);
}

const identities = new Map<number, Relation>();

export function identity(size: number): Relation {
  let result = identities.get(size);
  if (!result) {
    result = new Relation(size, { made: 'identity' }, new Int32Array(size * strideOf(size)));
    for (let event = 0; event < size; event++) result.add(event, event);
    if (size <= MOST_KEPT) identities.set(size, result);
  }
  return result;
}

/** The relation, or staying where one is. */
export function optional(relation: Relation): Relation {
  return union(identity(relation.size), relation);
}

/** Any number of times, none included. */
export function anyTimes(relation: Relation): Relation {
  const { size } = relation;
  if (relation.isEmpty) return identity(size);
  const result = new Relation(size, { made: 'closure', of: relation });
  const { rows } = result;
  rows.set(relation.rows);
  for (let through = 0; through < size; through++) {
    for (let from = 0; from < size; from++) {
      if (from !== through && result.has(from, through)) addRow(result, from, rows, through);
    }
  }
  for (let event = 0; event < size; event++) result.add(event, event);
  return result;
}

/** The edges that begin in one set and end in the other. */
export function between(from: EventSet, relation: Relation, to: EventSet): Relation {
  if (relation.isEmpty) return relation;
  const { size, stride } = relation;
  const result = new Relation(size, { made: 'part', of: relation });
  for (let event = 0; event < size; event++) {
    if (!contains(from, event)) continue;
    for (let word = 0; word < stride; word++) {
      const at = event * stride + word;
      result.include(at, (relation.rows[at] as number) & (to[word] as number));
    }
  }
  return result;
}

/** The edges that stay in a group, such as a thread. `groupOf`: per event, the events of its group. */
export function within(relation: Relation, groupOf: readonly EventSet[]): Relation {
  return byGroup(relation, groupOf, 0);
}

/** The edges that lead from one group to another. */
export function across(relation: Relation, groupOf: readonly EventSet[]): Relation {
  return byGroup(relation, groupOf, -1);
}

/** `flip`: 0 to keep the edges that stay in a group, -1 to keep the others. */
function byGroup(relation: Relation, groupOf: readonly EventSet[], flip: 0 | -1): Relation {
  if (relation.isEmpty) return relation;
  const { stride } = relation;
  return part(relation, (at) => {
    const event = Math.trunc(at / stride);
    return (groupOf[event]?.[at - event * stride] as number) ^ flip;
  });
}
