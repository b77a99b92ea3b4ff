// Words for what a page is, wherever a violation is told.

import { TYPE_X, TYPE_Y } from '../runtime/layout.js';

/** `none`: nobody has allocated the page yet, or nobody knows its type. */
export type PageType = 'X' | 'Y' | 'none';

/** The destructor that runs: that of the type that the destroyer captured with its reference, or of the page's own. */
export const DESTRUCTOR_POLICIES = ['captured', 'looked-up'] as const;
export type DestructorPolicy = (typeof DESTRUCTOR_POLICIES)[number];

/** The name of a page's `type` word. */
export function typeName(type: number): PageType {
  if (type === TYPE_X) return 'X';
  return type === TYPE_Y ? 'Y' : 'none';
}

/**
 * A page's `generation` counts allocations and frees, so it is odd while the page is allocated. A reader counts lives: one
 * from each allocation to its free.
 */
export function lifeText(generation: number): string {
  const life = Math.ceil(generation / 2);
  return generation % 2 === 0 ? `free after life ${life}` : `life ${life}`;
}
