// The shared words of a model: which addresses exist, and which values each has been seen to take. A value is known by
// its number in its word's domain, so that a state packs into a few bits.

import { field } from './state-vector.js';

/** One shared word. */
export interface Word {
  readonly address: number;
  /** For listings, such as `page 0 refcount`. */
  readonly name: string;
  readonly initial: number;
  /** Bits that the word has; what is written wraps to them, sign-extended. */
  readonly bits: number;
}

/** The values that a word has been seen to take, by number. */
interface Domain {
  readonly values: number[];
  readonly numbers: Map<number, number>;
}

export class Words {
  readonly words: readonly Word[];
  readonly #byAddress = new Map<number, number>();
  readonly #domains: readonly Domain[];

  constructor(words: readonly Word[]) {
    this.words = words;
    for (const [index, { address }] of words.entries()) this.#byAddress.set(address, index);
    this.#domains = words.map(({ initial }) => ({ values: [initial], numbers: new Map([[initial, 0]]) }));
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
    return this.#word(word).name;
  }

  /** Values that `word` has been seen to take. */
  domainSize(word: number): number {
    return this.#domain(word).values.length;
  }

  value(word: number, number: number): number {
    const value = this.#domain(word).values[number];
    if (value === undefined) throw new Error(`no value of word ${word} has number ${number}`);
    return value;
  }

  /** The value of `word` where `numbers` holds the number of each word's value. */
  valueIn(numbers: Int32Array, word: number): number {
    return this.value(word, field(numbers, word));
  }

  /** The number of `value`, wrapped to the word's bits, in the domain of `word`; new values get the next number. */
  numberOf(word: number, value: number): number {
    const spare = 32 - this.#word(word).bits;
    const wrapped = (value << spare) >> spare;
    const { values, numbers } = this.#domain(word);
    let number = numbers.get(wrapped);
    if (number === undefined) {
      number = values.push(wrapped) - 1;
      numbers.set(wrapped, number);
    }
    return number;
  }

  #word(word: number): Word {
    const found = this.words[word];
    if (!found) throw new Error(`the model has no word ${word}`);
    return found;
  }

  #domain(word: number): Domain {
    const domain = this.#domains[word];
    if (!domain) throw new Error(`the model has no word ${word}`);
    return domain;
  }
}
