import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Returns the digest at once, as Node does: browsers' own function makes callers wait. */
export function sha256(contents: string | Uint8Array): string {
  return bytesToHex(digest(typeof contents === 'string' ? utf8ToBytes(contents) : contents));
}
