// One style for each protocol and engine, the same in every chart of a page.

import type { LineStyle } from './line-chart.js';

export interface LineStyles {
  of(protocol: string, engine: string): LineStyle;
}

/** The two that nearly every page compares have the same colours on every page. */
const FIRST_PROTOCOLS = ['old', 'v4'];
const DASHES_BY_ENGINE = ['wasm', 'js', 'native'];

/** Colours and markers tell protocols apart, in the order of `protocols`; dashes tell engines apart. */
export function lineStylesFor(protocols: Iterable<string>): LineStyles {
  const order = [...new Set([...FIRST_PROTOCOLS, ...protocols])];
  return {
    of: (protocol, engine) => ({
      colour: Math.max(0, order.indexOf(protocol)),
      dash: Math.max(0, DASHES_BY_ENGINE.indexOf(engine)),
    }),
  };
}
