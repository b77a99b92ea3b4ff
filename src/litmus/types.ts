// Types, which are read and forgotten: each location and each register is a word of 32 bits, whatever its type.

import type { TokenStream } from './token-stream.js';

const TYPE_WORDS = new Set(
  (
    'void char short int long signed unsigned const volatile bool _Bool intptr_t uintptr_t size_t ' +
    'atomic_t atomic_long_t atomic64_t atomic_int spinlock_t raw_spinlock_t rwlock_t struct __rcu ' +
    's8 u8 s16 u16 s32 u32 s64 u64 int8_t uint8_t int16_t uint16_t int32_t uint32_t int64_t uint64_t __int128 __int128_t'
  ).split(' '),
);

/** Tells whether a type begins at the next token, or at the one after `skip` others. */
export function atType(tokens: TokenStream, skip = 0): boolean {
  return TYPE_WORDS.has(tokens.peek(skip));
}

/** Consumes a type without its stars, if there is one. Returns whether there was. @throws LitmusError */
export function acceptType(tokens: TokenStream): boolean {
  if (!atType(tokens)) return false;
  while (atType(tokens)) {
    if (tokens.accept('struct') && tokens.next !== 'srcu_struct') {
      tokens.fail(`struct ${tokens.next} is not read: locations are words`, { kind: 'structures' });
    }
    tokens.advance();
  }
  return true;
}

/** Consumes the stars before a name, with what may be between them. Returns how many there were. */
export function acceptStars(tokens: TokenStream): number {
  let stars = 0;
  while (tokens.next === '*' || /^(const|volatile|__rcu)$/.test(tokens.next)) {
    if (tokens.advance() === '*') stars++;
  }
  return stars;
}
