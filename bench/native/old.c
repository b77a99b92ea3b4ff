// old, from THREAD.md's table: a compare-and-swap loop that refuses zero. See src/protocols/old.ts.

#include "arena.h"

#define FREE 0
#define FROZEN 0
#define LOOPS old_loops

static inline void init(count_word *word) { atomic_store_explicit(word, 1, memory_order_relaxed); }

static inline bool try_get(count_word *word, struct counts *counts) {
  int32_t seen = atomic_load_explicit(word, memory_order_relaxed);
  while (seen != 0) {
    if (atomic_compare_exchange_strong(word, &seen, seen + 1)) return true;
    counts->cas_retries++;
  }
  return false;
}

static inline bool put(count_word *word, struct counts *counts) {
  (void)counts;
  return atomic_fetch_sub(word, 1) == 1;
}

#include "loops.h"
