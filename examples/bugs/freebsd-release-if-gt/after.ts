/// <reference types="reftorture/portable" />
// freebsd-release-if-gt, after: the compare-and-swap releases. All else is as before.

import { RELEASE } from 'reftorture/order';
import { releaseOrdered } from './before.js';

export * from './before.js';

export function releaseIfGt(word: i32, most: i32): boolean {
  return releaseOrdered(word, most, RELEASE); // pairs with the fence in put()
}
