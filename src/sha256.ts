import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** The SHA-256 of `text` as 64 hexadecimal digits, at once: what browsers have of their own makes callers wait. */
export function sha256(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}
