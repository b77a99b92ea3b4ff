// Whether two results are the same one, however their files are formatted.

import { sha256 } from '../sha256.js';

/** Equal for values that differ in the order of their keys at most. */
export function identityOf(value: unknown): string {
  return sha256(JSON.stringify(value, inOrder));
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
