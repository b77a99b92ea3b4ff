// The states that were added last. A state is often the successor of several that were found one after another, so four
// of ten successors are found here, in the processor's cache.

import { cellAt } from './packing.js';

/** How many there are. They should fit into a cache, with room for other things. */
const RECENT = 1 << 14;

export class Recent {
  readonly #width: number;
  readonly #cells: Uint32Array;

  /** `width`: cells of a packed state. */
  constructor(width: number) {
    this.#width = width;
    this.#cells = new Uint32Array(width * RECENT);
  }

  /** Whether the state was here, which takes the place of another one otherwise. */
  has(state: Uint32Array): boolean {
    const width = this.#width;
    const cells = this.#cells;
    let hash = 0;
    for (let index = 0; index < width; index++)
      hash = Math.imul(hash ^ cellAt(state, index), 0x9e3779b1) ^ (hash >>> 15);
    const at = width * ((hash ^ (hash >>> 16)) & (RECENT - 1));
    let different = 0;
    let any = 0;
    for (let index = 0; index < width; index++) {
      const cell = cellAt(state, index);
      different |= cell ^ cellAt(cells, at + index);
      any |= cell;
      cells[at + index] = cell;
    }
    return different === 0 && any !== 0; // a place that is empty looks like a state of zeros
  }
}
