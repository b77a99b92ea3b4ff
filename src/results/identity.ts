// Whether two results are the same one, however their files are named and formatted.

import type { ResultFile } from './result-bytes.js';

/** Equal for files that hold the same. */
export function identityOf({ file: _, digest: __, bytes: ___, ...held }: ResultFile): string {
  return canonicalJson(held);
}

/** Equal for values that differ in the order of their keys at most. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, inOrder);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
