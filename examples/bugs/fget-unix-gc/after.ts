/// <reference types="reftorture/portable" />
// fget-unix-gc, after: behind the get the descriptor is looked at again. All else is as before.

import { lookup } from 'reftorture/pages/slots';

export * from './before.js';

export function isStillOpen(descriptor: i32, file: i32): boolean {
  return lookup(descriptor) === file;
}
