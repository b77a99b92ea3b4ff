// The algebra in which the axioms are written: sets of events, and binary relations between events, as bits. A relation is
// made once and never changes.
//
// A search evaluates the axioms thousands of times a second, and in most executions most relations have no edges. So each
// operation returns an operand where that is the result.

/** Bit i for event i, 32 to a word. */
export type EventSet = Int32Array;

/** Returns the number of words that hold a bit for each of `size` events. */
function strideOf(size: number): number {
  return (size + 31) >> 5;
}

export function noEvents(size: number): EventSet {
  return new Int32Array(strideOf(size));
}

export function include(set: EventSet, event: number): void {
  set[event >> 5] = (set[event >> 5] as number) | (1 << (event & 31));
}

export function isEmpty(set: EventSet): boolean {
  for (let word = 0; word < set.length; word++) if (set[word] !== 0) return false;
  return true;
}

/** Returns the events that are in one of two sets. */
export function either(left: EventSet, right: EventSet): EventSet {
  const set = new Int32Array(left.length);
  for (let word = 0; word < set.length; word++) set[word] = (left[word] as number) | (right[word] as number);
  return set;
}

/** Returns the events of the first set that are not in the second. */
export function butNot(left: EventSet, right: EventSet): EventSet {
  const set = new Int32Array(left.length);
  for (let word = 0; word < set.length; word++) set[word] = (left[word] as number) & ~(right[word] as number);
  return set;
}

/** Rows are cut from chunks: an array for each relation takes longer than to fill it. No word is used twice. */
const CHUNK_WORDS = 1 << 14;
let chunk = new Int32Array(0);
let used = 0;

export class Relation {
  /** Number of 32-bit words in a row. */
  readonly stride: number;
  /** Its rows, from `start` on: bit i of row j for an edge from event j to event i. */
  readonly words: Int32Array;
  readonly start: number;
  readonly length: number;
  /** Set once, by the operation that fills the rows. */
  isEmpty = true;

  constructor(readonly size: number) {
    this.stride = strideOf(size);
    this.length = size * this.stride;
    if (used + this.length > chunk.length) {
      chunk = new Int32Array(Math.max(this.length, CHUNK_WORDS));
      used = 0;
    }
    this.words = chunk;
    this.start = used;
    used += this.length;
  }

  has(from: number, to: number): boolean {
    return ((this.words[this.start + from * this.stride + (to >> 5)] as number) & (1 << (to & 31))) !== 0;
  }

  /** Returns every edge, by its first event and then by its second. */
  edges(): [from: number, to: number][] {
    const { stride, words, start } = this;
    const found: [number, number][] = [];
    for (let at = 0; at < this.length && !this.isEmpty; at++) {
      const from = Math.trunc(at / stride);
      const first = (at - from * stride) << 5;
      for (let bits = words[start + at] as number; bits !== 0; bits &= bits - 1)
        found.push([from, first + lowest(bits)]);
    }
    return found;
  }
}

/** Returns the position of the lowest bit that is set. */
function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

export type Fill = (add: (from: number, to: number) => void) => void;

/** Returns a relation with the edges that `fill` adds. */
export function relationOf(size: number, fill: Fill): Relation {
  const result = new Relation(size);
  fill((from, to) => addEdge(result, from, to));
  return result;
}

function addEdge(result: Relation, from: number, to: number): void {
  const at = result.start + from * result.stride + (to >> 5);
  result.words[at] = (result.words[at] as number) | (1 << (to & 31));
  result.isEmpty = false;
}

/** Returns a relation that leads from each event to all of a set. */
export function ofRows(sets: readonly EventSet[]): Relation {
  const result = new Relation(sets.length);
  const { stride, start, words } = result;
  for (let event = 0; event < sets.length; event++) words.set(sets[event] as EventSet, start + event * stride);
  result.isEmpty = !sets.some((set) => !isEmpty(set));
  return result;
}

/** By size: no relation changes, so one does for all. */
const identities: Relation[] = [];
const empty: Relation[] = [];

export function identity(size: number): Relation {
  identities[size] ??= withIdentity(new Relation(size));
  return identities[size];
}

export function noEdges(size: number): Relation {
  empty[size] ??= new Relation(size);
  return empty[size];
}

function withIdentity(result: Relation): Relation {
  for (let event = 0; event < result.size; event++) addEdge(result, event, event);
  return result;
}

export function union(...all: readonly Relation[]): Relation {
  const of = all.filter((one) => !one.isEmpty);
  const first = of[0];
  if (!first || of.length === 1) return first ?? (all[0] as Relation);
  const result = new Relation(first.size);
  for (const other of of) addRows(result, other);
  return result;
}

function addRows(result: Relation, other: Relation): void {
  for (let at = 0; at < result.length; at++) {
    const bits = other.words[other.start + at] as number;
    result.words[result.start + at] = (result.words[result.start + at] as number) | bits;
  }
  result.isEmpty &&= other.isEmpty;
}

/** Returns the edges that both relations have. */
export function intersection(left: Relation, right: Relation): Relation {
  if (left.isEmpty || right.isEmpty) return left.isEmpty ? left : right;
  return masked(left, right, 0);
}

/** Returns the edges of the first relation that are not in the other. */
export function difference(left: Relation, right: Relation): Relation {
  if (left.isEmpty || right.isEmpty) return left;
  return masked(left, right, -1);
}

/** `flip`: 0 to keep the edges that are in `mask`, -1 to keep the others. */
function masked(of: Relation, mask: Relation, flip: 0 | -1): Relation {
  const result = new Relation(of.size);
  let any = 0;
  for (let at = 0; at < result.length; at++) {
    const bits = (of.words[of.start + at] as number) & ((mask.words[mask.start + at] as number) ^ flip);
    result.words[result.start + at] = bits;
    any |= bits;
  }
  result.isEmpty = any === 0;
  return result;
}

/** Returns the edges that lead to a later event. */
export function forwards(of: Relation): Relation {
  const result = new Relation(of.size);
  const { size, stride, start } = result;
  let any = 0;
  for (let event = 0; event < size; event++) {
    for (let word = event >> 5; word < stride; word++) {
      const at = event * stride + word;
      const bits = (of.words[of.start + at] as number) & (word > event >> 5 ? -1 : -2 << (event & 31));
      result.words[start + at] = bits;
      any |= bits;
    }
  }
  result.isEmpty = any === 0;
  return result;
}

/**
 * Returns where one relation leads, then the next, and so on. A set among them, written [S] in the papers, lets only its
 * events pass.
 */
export function sequence(...terms: readonly (Relation | EventSet)[]): Relation {
  // Most executions have few kinds of fences: where one is missing, nothing else is looked at.
  if (terms.some((term) => (term instanceof Relation ? term.isEmpty : isEmpty(term)))) {
    return noEdges(terms.find((term) => term instanceof Relation)?.size ?? 0);
  }
  let result: Relation | undefined;
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index];
    if (!(term instanceof Relation)) continue;
    if (result?.isEmpty) return result;
    const part = between(result ? undefined : setIn(terms[index - 1]), term, setIn(terms[index + 1]));
    result = result ? compose(result, part) : part;
  }
  if (!result) throw new Error('a sequence has no relation');
  return result;
}

function setIn(term: Relation | EventSet | undefined): EventSet | undefined {
  return term instanceof Relation ? undefined : term;
}

/** Returns the edges that begin in one set and end in the other. */
function between(from: EventSet | undefined, of: Relation, to: EventSet | undefined): Relation {
  if (of.isEmpty || (!from && !to)) return of;
  const result = new Relation(of.size);
  const { size, stride, start } = result;
  let any = 0;
  for (let event = 0; event < size; event++) {
    if (from && ((from[event >> 5] as number) & (1 << (event & 31))) === 0) continue;
    for (let word = 0; word < stride; word++) {
      const at = event * stride + word;
      const bits = (of.words[of.start + at] as number) & (to ? (to[word] as number) : -1);
      result.words[start + at] = bits;
      any |= bits;
    }
  }
  result.isEmpty = any === 0;
  return result;
}

function compose(left: Relation, right: Relation): Relation {
  if (left.isEmpty || right === identities[right.size]) return left;
  if (right.isEmpty || left === identities[left.size]) return right;
  const result = new Relation(left.size);
  const { size, stride } = left;
  let any = 0;
  for (let from = 0; from < size; from++) {
    for (let word = 0; word < stride; word++) {
      let bits = left.words[left.start + from * stride + word] as number;
      for (; bits !== 0; bits &= bits - 1) any |= addRow(result, from, right, (word << 5) + lowest(bits));
    }
  }
  result.isEmpty = any === 0;
  return result;
}

/** Adds row `from` of `source` to row `to`. Returns its bits. */
function addRow(result: Relation, to: number, source: Relation, from: number): number {
  const { stride, words } = result;
  const [target, origin] = [result.start + to * stride, source.start + from * stride];
  let any = 0;
  for (let word = 0; word < stride; word++) {
    const bits = source.words[origin + word] as number;
    words[target + word] = (words[target + word] as number) | bits;
    any |= bits;
  }
  return any;
}

/** Returns the relation backwards. */
export function inverse(of: Relation): Relation {
  if (of.isEmpty) return of;
  const result = new Relation(of.size);
  for (const [from, to] of of.edges()) addEdge(result, to, from);
  return result;
}

/** Returns the relation, or staying where one is: r? */
export function optional(of: Relation): Relation {
  if (of.isEmpty) return identity(of.size);
  const result = new Relation(of.size);
  addRows(result, of);
  return withIdentity(result);
}

/** Returns where the relation leads in any number of steps, none included: r* */
export function star(of: Relation): Relation {
  if (of.isEmpty) return identity(of.size);
  const result = new Relation(of.size);
  addRows(result, of);
  for (let through = 0; through < of.size; through++) {
    if (!leads(of, through)) continue;
    for (let from = 0; from < of.size; from++) if (result.has(from, through)) addRow(result, from, result, through);
  }
  return withIdentity(result);
}

/** Returns whether an edge begins at the event. */
function leads({ words, start, stride }: Relation, event: number): boolean {
  for (let word = 0; word < stride; word++) if (words[start + event * stride + word] !== 0) return true;
  return false;
}

/** Returns the least relation that has the edges of `first` and those that `more` makes of its edges. */
export function least(first: Relation, more: (so: Relation) => Relation): Relation {
  for (let result = first; ; ) {
    const next = union(result, more(result));
    if (difference(next, result).isEmpty) return result;
    result = next;
  }
}

export function isIrreflexive(relation: Relation): boolean {
  for (let event = 0; event < relation.size; event++) if (!relation.isEmpty && relation.has(event, event)) return false;
  return true;
}

/** Takes away events that lead nowhere until none is left, or each of those left leads to another. */
export function isAcyclic({ size, stride, words, start, isEmpty: noEdge }: Relation): boolean {
  if (noEdge) return true;
  const left = new Int32Array(stride).fill(-1);
  let remaining = size;
  for (let progress = true; progress && remaining > 0; ) {
    progress = false;
    for (let event = size - 1; event >= 0; event--) {
      const bit = 1 << (event & 31);
      if (((left[event >> 5] as number) & bit) === 0) continue;
      let isLeading = false;
      for (let word = 0; word < stride && !isLeading; word++) {
        isLeading = ((words[start + event * stride + word] as number) & (left[word] as number)) !== 0;
      }
      if (isLeading) continue;
      left[event >> 5] = (left[event >> 5] as number) & ~bit;
      remaining--;
      progress = true;
    }
  }
  return remaining === 0;
}
