// The results of this visit, and those that the reader opened. They stay until the tab is closed.

import { completed } from '../../../harness/scale/complete.js';
import { withOrigin } from '../../../results/origin.js';
import { identityOf, type Result, resultIn } from '../../../results/result-bytes.js';
import { UsageError } from '../../../usage-error.js';
import type { OwnFiles } from '../frame/own-files.js';
import { Kept } from '../frame/storage.js';
import type { Entry } from './share-link.js';

/** Those of this tab, by their numbers. One that is too large hinders no other. */
const kept = new Kept(() => sessionStorage, 'reftorture: result ');

/** A result by the name that it is shown under. */
interface KeptResult {
  readonly name: string;
  readonly json: string;
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
    for (const number of kept.names()) {
      try {
        const { name, json, own } = (kept.read(number) ?? {}) as KeptResult;
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
    const result: KeptResult = { name: entry.result.file, json: entry.json, own: entry.own };
    if (!kept.write(String(this.#entries.length).padStart(6, '0'), result)) this.keepsAll = false;
    this.#entries.push(entry);
    for (const act of this.#listeners) act();
  }
}

export const shelf = new Shelf();
