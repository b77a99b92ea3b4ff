// The page, as its panels know it.

import type { ResolvedCheck } from '../../../requests/check-request.js';
import type { Result } from '../../../results/result-bytes.js';
import type { OwnFiles } from './own-files.js';

export interface PageContext {
  /** Puts a result on the shelf, from where it is downloaded or shared, with the reader's own files that it is of. */
  keep(result: Result, own: OwnFiles): void;
  /** Lets the reader decide who moves, in `root`, if that `isWanted` once the sources are read. */
  simulate(root: HTMLElement, resolved: ResolvedCheck, isWanted: () => boolean): Promise<void>;
  /** Says something to those who do not see the page change. */
  announce(text: string): void;
  /** Has `act` be called when the reader turns to another panel: what runs may end then. */
  onLeave(act: () => void): void;
}
