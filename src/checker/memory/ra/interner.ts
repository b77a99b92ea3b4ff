// An interner gives equal items equal numbers, so that states can be compared as numbers.

/** What the map and the list need for an item. */
const PLACE_BYTES = 80;

export class Interner<Item> {
  readonly #items: Item[] = [];
  readonly #numbers = new Map<string, number>();

  readonly #keyOf: (item: Item) => string;
  readonly #bytesOf: (item: Item) => number;
  /** Memory of the items and of their keys, as an estimate. */
  bytes = 0;

  /** `bytesOf`: an estimate of what an item takes on the heap, beside its key. */
  constructor(keyOf: (item: Item) => string, bytesOf: (item: Item) => number) {
    this.#keyOf = keyOf;
    this.#bytesOf = bytesOf;
  }

  numberOf(item: Item): number {
    const key = this.#keyOf(item);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#items.push(item) - 1;
      this.#numbers.set(key, number);
      this.bytes += this.#bytesOf(item) + 2 * key.length + PLACE_BYTES;
    }
    return number;
  }

  at(number: number): Item {
    const item = this.#items[number];
    if (item === undefined) throw new Error(`nothing has number ${number}`);
    return item;
  }
}
