// The shared words of a model: which addresses exist, and which values each has been seen to take. A value is known by
// its number in its word's domain, so that a state packs into a few bits.

/** One shared word. */
export interface Word {
  readonly address: number;
  /** For listings, such as `page 0 refcount`. */
  readonly name: string;
  readonly initial: number;
  /** Bits that the word has; what is written wraps to them, sign-extended. */
  readonly bits: number;
}

export class Words {
  readonly #byAddress = new Map<number, number>();
  readonly #domains: number[][];
  readonly #numbers: Map<number, number>[];

  constructor(readonly words: readonly Word[]) {
    for (const [index, { address }] of words.entries()) this.#byAddress.set(address, index);
    this.#domains = words.map(({ initial }) => [initial]);
    this.#numbers = words.map(({ initial }) => new Map([[initial, 0]]));
  }

  get size(): number {
    return this.words.length;
  }

  /** The word at a byte address. @throws RangeError when the model has none there. */
  at(address: number): number {
    const word = this.#byAddress.get(address);
    if (word === undefined) throw new RangeError(`the model has no word at address ${address}`);
    return word;
  }

  nameOf(word: number): string {
    return (this.words[word] as Word).name;
  }

  /** Values that `word` has been seen to take. */
  domainSize(word: number): number {
    return (this.#domains[word] as number[]).length;
  }

  value(word: number, number: number): number {
    return (this.#domains[word] as number[])[number] as number;
  }

  /** The number of `value`, wrapped to the word's bits, in the domain of `word`; new values get the next number. */
  numberOf(word: number, value: number): number {
    const spare = 32 - (this.words[word] as Word).bits;
    const wrapped = (value << spare) >> spare;
    const numbers = this.#numbers[word] as Map<number, number>;
    let number = numbers.get(wrapped);
    if (number === undefined) {
      number = (this.#domains[word] as number[]).push(wrapped) - 1;
      numbers.set(wrapped, number);
    }
    return number;
  }
}
