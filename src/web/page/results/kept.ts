// Results as the tab keeps them: loading the page again, by accident or while something runs, loses none that there were.

const KEY = 'reftorture: result ';

/** A result by the name that it is shown under. */
export interface Kept {
  readonly name: string;
  readonly json: string;
}

/** Those that were kept, in their order. */
export function keptResults(): Kept[] {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(KEY));
    return keys.sort().map((key) => JSON.parse(sessionStorage.getItem(key) ?? '') as Kept);
  } catch {
    return []; // the browser keeps nothing
  }
}

/** Keeps the result of that number. One that is too large is not kept, and hinders no other. */
export function keepResult(number: number, { name, json }: Kept): void {
  try {
    sessionStorage.setItem(KEY + String(number).padStart(6, '0'), JSON.stringify({ name, json }));
  } catch {
    // The browser keeps nothing, or no more.
  }
}
