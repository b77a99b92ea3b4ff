// One look for each thing that charts compare, the same in every chart of a page.

import type { LineLook } from './line-chart.js';

/** Protocols and engines in the order in which their colours, markers and dashes are given out. */
export interface Looks {
  of(protocol: string, engine: string): LineLook;
}

const FIRST_PROTOCOLS = ['old', 'v4'];
const ENGINE_DASHES = ['wasm', 'js', 'native'];

export function looksFor(protocols: Iterable<string>): Looks {
  const order = [...new Set([...FIRST_PROTOCOLS, ...protocols])];
  return {
    of: (protocol, engine) => ({
      colour: Math.max(0, order.indexOf(protocol)),
      dash: Math.max(0, ENGINE_DASHES.indexOf(engine)),
    }),
  };
}
