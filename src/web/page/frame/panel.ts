// The interfaces between a panel and the page.

import type { Result } from '../../../results/result-bytes.js';

export interface PageContext {
  /** Puts a result on the shelf, from where it is downloaded or shared. */
  keep(result: Result): void;
  /** Says something to those who do not see the page change. */
  announce(text: string): void;
  /** Has `act` be called when the reader turns to another panel: what runs may end then. */
  onLeave(act: () => void): void;
}

export interface Panel {
  /** Its part of the address: `#race`. */
  readonly id: string;
  readonly title: string;
  /** Fills `root`, once, when the panel is first shown. */
  mount(root: HTMLElement, page: PageContext): void;
}
