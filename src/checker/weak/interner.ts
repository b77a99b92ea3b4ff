// An interner gives equal items equal numbers, so that states can be compared as numbers.

export class Interner<Item> {
  readonly #items: Item[] = [];
  readonly #numbers = new Map<string, number>();

  readonly #keyOf: (item: Item) => string;

  constructor(keyOf: (item: Item) => string) {
    this.#keyOf = keyOf;
  }

  numberOf(item: Item): number {
    const key = this.#keyOf(item);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#items.push(item) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  at(number: number): Item {
    const item = this.#items[number];
    if (item === undefined) throw new Error(`nothing has number ${number}`);
    return item;
  }
}
