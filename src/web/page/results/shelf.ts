// The results of this visit, and those that the reader opened. They stay until the tab is closed.

import { completed } from '../../../harness/scale/complete.js';
import { withOrigin } from '../../../results/origin.js';
import { identityOf, type Result, type ResultFile, resultIn } from '../../../results/result-bytes.js';
import { UsageError } from '../../../usage-error.js';
import type { OwnFiles } from '../frame/own-files.js';

export interface Entry {
  /** `file` says where it comes from. */
  readonly result: ResultFile;
  /** As a file has it. */
  readonly json: string;
  /** The files of somebody's own that ran. */
  readonly own: OwnFiles;
}

class Shelf {
  readonly #entries: Entry[] = [];
  readonly #listeners: (() => void)[] = [];
  /** False once there was no room for a result in what the browser keeps. */
  keepsAll = true;

  /** In the order in which they came. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Calls `act` now, and after each change. */
  onChange(act: () => void): void {
    this.#listeners.push(act);
    act();
  }

  /** Takes back what the tab has kept. */
  constructor() {
    for (const { name, json, own } of keptResults()) {
      try {
        this.open(name, new TextEncoder().encode(json), own);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error; // it was of another version of the page
      }
    }
  }

  /** A result that was made on this page. */
  keep(result: Result, own: OwnFiles): void {
    const json = `${JSON.stringify(withOrigin(result, null), null, 2)}\n`;
    this.open('this page', new TextEncoder().encode(json), own);
  }

  /** The contents of a file or link, which is named as it is in a complaint. @throws UsageError when it is no result */
  open(name: string, bytes: Uint8Array, own: OwnFiles = {}): void {
    this.add({ result: resultIn(name, bytes), json: new TextDecoder().decode(bytes), own });
  }

  /** Computes what a result lacks of statistics. Nothing when the same is there already. */
  add({ result: written, ...rest }: Entry): void {
    const entry = { result: completed(written), ...rest };
    const identity = identityOf(entry.result);
    if (this.#entries.some(({ result }) => identityOf(result) === identity)) return;
    const kept = { name: entry.result.file, json: entry.json, own: entry.own };
    if (!keepResult(this.#entries.length, kept)) this.keepsAll = false;
    this.#entries.push(entry);
    for (const act of this.#listeners) act();
  }
}

const KEY = 'reftorture: result ';

/** A result by the name that it is shown under. */
interface Kept {
  readonly name: string;
  readonly json: string;
  readonly own?: OwnFiles;
}

/** Those that were kept, in their order. */
function keptResults(): Kept[] {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(KEY));
    return keys.sort().map((key) => JSON.parse(sessionStorage.getItem(key) ?? '') as Kept);
  } catch {
    return []; // the browser keeps nothing
  }
}

/** Keeps the result of that number. Returns false for one that is too large, which hinders no other. */
function keepResult(number: number, kept: Kept): boolean {
  try {
    sessionStorage.setItem(KEY + String(number).padStart(6, '0'), JSON.stringify(kept));
    return true;
  } catch {
    return false; // the browser keeps nothing, or no more
  }
}

export const shelf = new Shelf();
