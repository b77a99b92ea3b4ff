// Names in a printed text, where one name of the sources may be that of several things.

export interface Named {
  readonly name: string;
}

/** Gives each thing a name of its own: its author's where that is free, and of letters, digits and underscores. */
export class Names {
  readonly #known = new Map<Named, string>();
  #taken: Set<string>;
  /** Things of the scope that is being printed. */
  #scope: Named[] = [];

  /** `things`: those that are named everywhere, with `prefix` in front. */
  constructor(
    private readonly reserved: ReadonlySet<string>,
    things: readonly Named[],
    prefix = '',
  ) {
    this.#taken = new Set(reserved);
    for (const thing of things) this.#named(thing, prefix);
  }

  of(thing: Named): string {
    return this.#named(thing, '');
  }

  #named(thing: Named, prefix: string): string {
    const known = this.#known.get(thing);
    if (known !== undefined) return known;
    const plain = /^[A-Za-z]\w*$/.test(thing.name)
      ? prefix + thing.name
      : `${prefix}unused_${thing.name.replace(/[^A-Za-z0-9]/g, '')}`;
    let given = plain;
    for (let number = 2; this.#taken.has(given); number++) given = `${plain}_${number}`;
    this.#known.set(thing, given);
    this.#taken.add(given);
    this.#scope.push(thing);
    return given;
  }

  /** Prints what `print` does in a function that names those `things` and no others: what it declares may hide the rest. */
  inFunction(things: readonly Named[], print: () => void): void {
    const outer = this.#taken;
    this.#taken = new Set([...this.reserved, ...things.map((thing) => this.of(thing))]);
    this.within(print);
    this.#taken = outer;
  }

  /** Prints what `print` does within a scope of its own, behind which the names that were given in it are free again. */
  within<T>(print: () => T): T {
    const outer = this.#scope;
    this.#scope = [];
    const printed = print();
    for (const thing of this.#scope) {
      this.#taken.delete(this.of(thing));
      this.#known.delete(thing);
    }
    this.#scope = outer;
    return printed;
  }
}
