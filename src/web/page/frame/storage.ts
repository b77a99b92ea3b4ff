// Values in the browser's storage, as JSON. Where the browser stores nothing, or no more, there are none, and nothing throws.

/** Values by name. `storage` is asked for when it is needed: a browser that blocks cookies throws at the very name. */
export class Kept {
  constructor(
    private readonly storage: () => Storage,
    /** Of the keys. */
    private readonly prefix: string,
  ) {}

  /** Returns the names of all values, in alphabetical order. */
  names(): string[] {
    const keys = tried(() => Object.keys(this.storage())) ?? [];
    return keys.flatMap((key) => this.nameIn(key) ?? []).sort();
  }

  /** Returns the name in a key of the storage; undefined: another one's. */
  nameIn(key: string): string | undefined {
    return key.startsWith(this.prefix) ? key.slice(this.prefix.length) : undefined;
  }

  /** Returns a value, which anybody may have written; undefined: there is none. */
  read(name: string): unknown {
    return parsed(tried(() => this.storage().getItem(this.prefix + name)));
  }

  /** Returns false where the browser does not keep it. */
  write(name: string, value: unknown): boolean {
    const act = (): boolean => {
      this.storage().setItem(this.prefix + name, JSON.stringify(value));
      return true;
    };
    return tried(act) ?? false;
  }

  remove(name: string): void {
    tried(() => this.storage().removeItem(this.prefix + name));
  }
}

/** Returns the value that stands in `json`; undefined: none does. */
export function parsed(json: string | null | undefined): unknown {
  return tried(() => JSON.parse(json ?? '') as unknown);
}

/** Returns what `act` returns; undefined where the browser does not let it. */
export function tried<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
