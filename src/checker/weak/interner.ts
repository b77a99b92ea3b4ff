// Things known by number: equal ones have equal numbers, so that states compare as numbers.

export class Interned<Thing> {
  readonly #things: Thing[] = [];
  readonly #numbers = new Map<string, number>();

  readonly #keyOf: (thing: Thing) => string;

  constructor(keyOf: (thing: Thing) => string) {
    this.#keyOf = keyOf;
  }

  numberOf(thing: Thing): number {
    const key = this.#keyOf(thing);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#things.push(thing) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  at(number: number): Thing {
    const thing = this.#things[number];
    if (thing === undefined) throw new Error(`nothing has number ${number}`);
    return thing;
  }
}
