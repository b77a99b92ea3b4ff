/// <reference types="reftorture/portable" />
// gup-compound-head, after: behind the get the head is looked up again. All else is as before.

import { lookup } from 'reftorture/pages/slots';

export * from './before.js';

export function isStillHead(pointer: i32, head: i32): boolean {
  return lookup(pointer) === head;
}
