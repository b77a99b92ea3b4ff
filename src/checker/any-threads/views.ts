// A set of views, by their parts. A *place* is a member in a shared part; two places of one shared part, with a rest, are a
// view. The places of a shared part have a table of their pairs: six bits for the rests of the views that are in the set,
// and six for those of them that were expanded. Views have numbers, too, in the order of discovery.

import { IntVector } from '../model/int-table.js';
import { KINDS, type View } from './abstract-state.js';

/** A member in a shared part. */
export interface Place {
  readonly number: number;
  readonly shared: number;
  readonly member: number;
  /** Among the places of the shared part. */
  readonly column: number;
}

/** The places of a shared part, and the table of their pairs. */
interface Pairs {
  readonly places: Place[];
  readonly byMember: Place[];
  width: number;
  table: Uint16Array;
}

/** Bytes of a place on V8's heap, with what a search keeps of it. An estimate, rounded up. */
const PLACE_BYTES = 1200;

export class Views {
  size = 0;
  readonly places: Place[] = [];
  /** By shared part. */
  readonly #pairs: Pairs[] = [];
  /** By view: the numbers of its places; the second one with the rest. */
  readonly #firsts = new IntVector();
  readonly #seconds = new IntVector();
  #tableBytes = 0;

  get bytes(): number {
    return PLACE_BYTES * this.places.length + this.#tableBytes + this.#firsts.bytes + this.#seconds.bytes;
  }

  placeOf(shared: number, member: number): Place {
    this.#pairs[shared] ??= { places: [], byMember: [], width: 0, table: new Uint16Array(0) };
    const pairs = this.#pairs[shared];
    let place = pairs.byMember[member];
    if (!place) {
      place = { number: this.places.length, shared, member, column: pairs.places.length };
      this.places.push(place);
      pairs.byMember[member] = place;
      pairs.places.push(place);
      if (pairs.places.length > pairs.width) this.#widen(pairs);
    }
    return place;
  }

  /** The places of a shared part, in the order in which they were found. */
  placesIn(shared: number): readonly Place[] {
    return (this.#pairs[shared] as Pairs).places;
  }

  firstOf(view: number): Place {
    return this.places[this.#firsts.at(view)] as Place;
  }

  secondOf(view: number): Place {
    return this.places[Math.floor(this.#seconds.at(view) / KINDS)] as Place;
  }

  restOf(view: number): number {
    return this.#seconds.at(view) % KINDS;
  }

  read(view: number): View {
    const { shared, member } = this.firstOf(view);
    return { shared, first: member, second: this.secondOf(view).member, rest: this.restOf(view) };
  }

  /** Adds a view, unless it is there. Returns whether it was not. @throws RangeError: no memory */
  add(one: Place, other: Place, rest: number): boolean {
    const pairs = this.#pairs[one.shared] as Pairs;
    if (((this.#at(pairs, one, other) >> rest) & 1) !== 0) return false;
    this.#mark(pairs, one, other, 1 << rest);
    this.#firsts.push(one.number);
    this.#seconds.push(KINDS * other.number + rest);
    this.size++;
    return true;
  }

  /** Marks a view as expanded. */
  expand(view: number): void {
    const first = this.firstOf(view);
    this.#mark(this.#pairs[first.shared] as Pairs, first, this.secondOf(view), 1 << (KINDS + this.restOf(view)));
  }

  /** The rests of expanded views of two places, as a set of bits. */
  expandedRests(one: Place, other: Place): number {
    return this.#at(this.#pairs[one.shared] as Pairs, one, other) >> KINDS;
  }

  #at({ table, width }: Pairs, one: Place, other: Place): number {
    return table[one.column * width + other.column] as number;
  }

  #mark({ table, width }: Pairs, { column: one }: Place, { column: other }: Place, bits: number): void {
    const both = (table[one * width + other] as number) | bits;
    table[one * width + other] = both;
    table[other * width + one] = both;
  }

  #widen(pairs: Pairs): void {
    const { table, width } = pairs;
    pairs.width = Math.max(16, 2 * width);
    pairs.table = new Uint16Array(pairs.width ** 2);
    for (let row = 0; row < width; row++) {
      pairs.table.set(table.subarray(row * width, (row + 1) * width), row * pairs.width);
    }
    this.#tableBytes += pairs.table.byteLength - table.byteLength;
  }
}
