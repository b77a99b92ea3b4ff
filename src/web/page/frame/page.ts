// The page, as its panels know it; its elements, found and marked; files that it hands out.

import type { RaceRequest } from '../../../options/race-options.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import type { Result } from '../../../results/result-bytes.js';
import type { OwnFiles } from './own-files.js';

/** A race beside others. */
export interface Entrant {
  readonly title: string;
  readonly request: RaceRequest;
}

export interface Racing {
  readonly signal: AbortSignal;
  /** All at the same time. */
  readonly together?: boolean;
  /** Counters and charts. */
  readonly folded?: boolean;
}

export interface PageContext {
  /** Puts a result on the shelf, from where it is downloaded or shared, with the reader's own files that it is of. */
  keep(result: Result, own: OwnFiles): void;
  /** Runs a race for each of `entrants`, and shows them in the `.raced` of `root`. */
  race(root: HTMLElement, entrants: readonly Entrant[], racing: Racing): Promise<void>;
  /** Lets the reader decide who moves, in `root`, if that `isWanted` once the sources are read. */
  simulate(root: HTMLElement, resolved: ResolvedCheck, isWanted: () => boolean): Promise<void>;
  /** Says something to those who do not see the page change. */
  announce(text: string): void;
  /** Has `act` be called when the reader turns to another panel: what runs may end then. */
  onLeave(act: () => void): void;
}

/** The first element in `parent` that `selector` names. @throws TypeError when there is none of that class */
export function query<E extends Element>(parent: ParentNode, selector: string, type: new () => E): E {
  const found = parent.querySelector(selector);
  if (found instanceof type) return found;
  throw new TypeError(`the page has no ${type.name} ${selector}`);
}

/** Tells whether a key is Enter, and not the one that ends the writing of a character of several keys: Safari calls that 229. */
export function isEnter({ key, isComposing, keyCode }: KeyboardEvent): boolean {
  return key === 'Enter' && !isComposing && keyCode !== 229;
}

/** Has the browser save `text` as a file of that name. */
export function download(name: string, text: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser has begun to write it by then
}

/**
 * Greys results in `root` when the choices have changed since, also the result to come of what runs: they say themselves of
 * what they are.
 */
export function markOutdated(root: HTMLElement): void {
  for (const result of root.querySelectorAll('.outcome, .raced')) result.classList.add('outdated');
}
