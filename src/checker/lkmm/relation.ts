// The algebra in which the axioms are written: sets of events, and binary relations between events as matrices of bits.
// A relation remembers what it was made of, so that each of its edges can be told as steps that a reader knows.

/** A row of bits per set, bit i for event i. */
export type EventSet = Int32Array;

type Origin =
  | { readonly made: 'named'; readonly name: string }
  | { readonly made: 'identity' }
  | { readonly made: 'union' | 'sequence'; readonly of: readonly Relation[] }
  | { readonly made: 'part' | 'closure'; readonly of: Relation };

/** One step of an explanation: two events, and the relation of the model that leads from one to the other. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly edge: string;
}

export class Relation {
  /** Number of 32-bit words in a row. */
  readonly stride: number;
  readonly rows: Int32Array;

  constructor(
    readonly size: number,
    readonly origin: Origin,
  ) {
    this.stride = strideOf(size);
    this.rows = new Int32Array(size * this.stride);
  }

  has(from: number, to: number): boolean {
    return ((this.rows[from * this.stride + (to >> 5)] as number) & (1 << (to & 31))) !== 0;
  }

  add(from: number, to: number): void {
    const at = from * this.stride + (to >> 5);
    this.rows[at] = (this.rows[at] as number) | (1 << (to & 31));
  }

  /** Adds an edge from `from` to each event of the set. */
  addAll(from: number, set: EventSet): void {
    const { rows, stride } = this;
    for (let word = 0; word < stride; word++) {
      rows[from * stride + word] = (rows[from * stride + word] as number) | (set[word] as number);
    }
  }

  isEmpty(): boolean {
    return this.rows.every((bits) => bits === 0);
  }

  /** Every edge, by its first event and then by its second. */
  edges(): [from: number, to: number][] {
    const found: [number, number][] = [];
    for (let from = 0; from < this.size; from++) {
      for (let to = 0; to < this.size; to++) if (this.has(from, to)) found.push([from, to]);
    }
    return found;
  }
}

function strideOf(size: number): number {
  return (size + 31) >> 5;
}

export function setOf(size: number, holds: (event: number) => boolean): EventSet {
  const set = new Int32Array(strideOf(size));
  for (let event = 0; event < size; event++) if (holds(event)) include(set, event);
  return set;
}

export function include(set: EventSet, event: number): void {
  set[event >> 5] = (set[event >> 5] as number) | (1 << (event & 31));
}

export function exclude(set: EventSet, event: number): void {
  set[event >> 5] = (set[event >> 5] as number) & ~(1 << (event & 31));
}

/** The events that are in both sets. */
export function both(left: EventSet, right: EventSet): EventSet {
  return left.map((bits, word) => bits & (right[word] as number));
}

export function contains(set: EventSet, event: number): boolean {
  return ((set[event >> 5] as number) & (1 << (event & 31))) !== 0;
}

/** A relation whose edges are filled in by the caller. Explanations call each of them by this name. */
export function named(size: number, name: string): Relation {
  return new Relation(size, { made: 'named', name });
}

/** The same edges, explained by one name. */
export function called(name: string, { size, rows }: Relation): Relation {
  const result = named(size, name);
  result.rows.set(rows);
  return result;
}

export function union(...of: readonly Relation[]): Relation {
  const result = new Relation((of[0] as Relation).size, { made: 'union', of });
  for (const { rows } of of) {
    for (let word = 0; word < rows.length; word++)
      result.rows[word] = (result.rows[word] as number) | (rows[word] as number);
  }
  return result;
}

/** The edges that two relations have both. They are explained as edges of the first. */
export function intersection(left: Relation, right: Relation): Relation {
  const result = new Relation(left.size, { made: 'part', of: left });
  for (let word = 0; word < left.rows.length; word++) {
    result.rows[word] = (left.rows[word] as number) & (right.rows[word] as number);
  }
  return result;
}

/** From an event by one relation, then by the next, and so on. */
export function sequence(first: Relation, ...others: readonly Relation[]): Relation {
  return others.reduce(followedBy, first);
}

function followedBy(left: Relation, right: Relation): Relation {
  const result = new Relation(left.size, { made: 'sequence', of: [left, right] });
  const { size, stride } = left;
  for (let from = 0; from < size; from++) {
    for (let word = 0; word < stride; word++) {
      let bits = left.rows[from * stride + word] as number;
      while (bits !== 0) {
        const low = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const through = ((word << 5) + low) * stride;
        for (let to = 0; to < stride; to++) {
          const at = from * stride + to;
          result.rows[at] = (result.rows[at] as number) | (right.rows[through + to] as number);
        }
      }
    }
  }
  return result;
}

export function identity(size: number): Relation {
  const result = new Relation(size, { made: 'identity' });
  for (let event = 0; event < size; event++) result.add(event, event);
  return result;
}

/** The relation, or staying where one is. */
export function optional(relation: Relation): Relation {
  return union(identity(relation.size), relation);
}

/** Any number of times, none included. */
export function anyTimes(relation: Relation): Relation {
  const { size, stride } = relation;
  const result = new Relation(size, { made: 'closure', of: relation });
  const { rows } = result;
  rows.set(relation.rows);
  for (let through = 0; through < size; through++) {
    for (let from = 0; from < size; from++) {
      if (!result.has(from, through)) continue;
      for (let word = 0; word < stride; word++) {
        rows[from * stride + word] = (rows[from * stride + word] as number) | (rows[through * stride + word] as number);
      }
    }
  }
  for (let event = 0; event < size; event++) result.add(event, event);
  return result;
}

/** The edges that begin in one set and end in the other. */
export function between(from: EventSet, relation: Relation, to: EventSet): Relation {
  const { size, stride } = relation;
  const result = new Relation(size, { made: 'part', of: relation });
  for (let event = 0; event < size; event++) {
    if (!contains(from, event)) continue;
    for (let word = 0; word < stride; word++) {
      const at = event * stride + word;
      result.rows[at] = (relation.rows[at] as number) & (to[word] as number);
    }
  }
  return result;
}

/** The edges that are not in the other relation. */
export function without(relation: Relation, other: Relation): Relation {
  const result = new Relation(relation.size, { made: 'part', of: relation });
  for (let word = 0; word < relation.rows.length; word++) {
    result.rows[word] = (relation.rows[word] as number) & ~(other.rows[word] as number);
  }
  return result;
}

/** The edges within one thread, or those between two. */
export function within(relation: Relation, threadOf: readonly EventSet[]): Relation {
  return byThread(relation, threadOf, 0);
}

export function across(relation: Relation, threadOf: readonly EventSet[]): Relation {
  return byThread(relation, threadOf, -1);
}

/** `flip`: 0 to keep the edges that stay in a thread, -1 to keep the others. */
function byThread(relation: Relation, threadOf: readonly EventSet[], flip: 0 | -1): Relation {
  const { size, stride } = relation;
  const result = new Relation(size, { made: 'part', of: relation });
  for (let event = 0; event < size; event++) {
    for (let word = 0; word < stride; word++) {
      const at = event * stride + word;
      result.rows[at] = (relation.rows[at] as number) & ((threadOf[event]?.[word] as number) ^ flip);
    }
  }
  return result;
}
