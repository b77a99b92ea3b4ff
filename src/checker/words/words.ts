// The shared words of a model. The domain of a word is the set of the values that it has taken so far, numbered in the
// order of discovery. State vectors hold these numbers instead of the values, and so fit into a few bits.

import { field } from './state-vector.js';

/** One shared word. */
export interface Word {
  /** Undefined for what no thread can access: how many hold a page. */
  readonly address: number | undefined;
  /** For listings, such as `page 0 refcount`. */
  readonly name: string;
  readonly initial: number;
  /** Width of the word: a written value wraps to so many bits, sign-extended. */
  readonly bits: number;
  /** Of a word that counts the holders of a page: the addresses of the page's count word and generation. */
  readonly holdersOf?: { readonly count: number; readonly generation: number };
}

interface Domain {
  /** By number. */
  readonly values: number[];
  readonly numbers: Map<number, number>;
}

/** Bytes of a value in its domain. An estimate, rounded up. */
const VALUE_BYTES = 80;

export class Words {
  readonly #byAddress = new Map<number, number>();
  /** By the address of the page's count word or generation. */
  readonly #holders = new Map<number, number>();
  readonly #domains: readonly Domain[];

  constructor(readonly words: readonly Word[]) {
    for (const [index, { address, holdersOf }] of words.entries()) {
      if (address !== undefined) this.#byAddress.set(address, index);
      for (const of of Object.values(holdersOf ?? {})) this.#holders.set(of, index);
    }
    this.#domains = words.map(({ initial }) => ({ values: [initial], numbers: new Map([[initial, 0]]) }));
  }

  get size(): number {
    return this.words.length;
  }

  /** Memory of the domains, as an estimate. */
  get bytes(): number {
    return this.#domains.reduce((sum, { values }) => sum + values.length, 0) * VALUE_BYTES;
  }

  /** The word at a byte address; undefined when the model has none there. */
  find(address: number): number | undefined {
    return this.#byAddress.get(address);
  }

  /** The word at a byte address, at which a thread has paused before. */
  at(address: number): number {
    const word = this.find(address);
    if (word === undefined) throw new Error(`the model has no word at address ${address}`);
    return word;
  }

  /** The word that counts the holders of the page whose count word or generation is at `address`. */
  holdersAt(address: number): number | undefined {
    return this.#holders.get(address);
  }

  /** The page whose holders `word` counts, by the addresses of two of its words; undefined for any other word. */
  pageHeld(word: number): Word['holdersOf'] {
    return this.#word(word).holdersOf;
  }

  nameOf(word: number): string {
    return this.#word(word).name;
  }

  /** Number of values in the domain of `word`. */
  domainSize(word: number): number {
    return this.#domain(word).values.length;
  }

  value(word: number, number: number): number {
    const value = this.#domain(word).values[number];
    if (value === undefined) throw new Error(`no value of word ${word} has number ${number}`);
    return value;
  }

  /** The value of `word` in a state vector whose first fields are the numbers of the words' values. */
  valueIn(fields: Int32Array, word: number): number {
    return this.value(word, field(fields, word));
  }

  /** `value` as `word` holds it: wrapped to its width. */
  wrapped(word: number, value: number): number {
    const spare = 32 - this.#word(word).bits;
    return (value << spare) >> spare;
  }

  /** The number of `value`, wrapped to the width of `word`. A value that is new in the domain gets the next number. */
  numberOf(word: number, value: number): number {
    const wrapped = this.wrapped(word, value);
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
