// v4, from THREAD.md's table: fetch-add first, frozen bit, two-step death. See src/protocols/v4.ts.

#include "arena.h"

#define FREE INT32_MIN
#define FROZEN INT32_MIN
#define LOOPS v4_loops

static inline void init(count_word *word) { atomic_store_explicit(word, 1, memory_order_relaxed); }

static inline bool try_get(count_word *word, struct counts *counts) {
  (void)counts;
  int32_t value = (int32_t)((uint32_t)atomic_fetch_add(word, 1) + 1);
  if (value >= 0) return true;
  while ((uint32_t)value >= (uint32_t)FREE + (1u << 30)) {
    atomic_compare_exchange_strong_explicit(word, &value, FREE, memory_order_relaxed, memory_order_relaxed);
  }
  return false;
}

static inline bool put(count_word *word, struct counts *counts) {
  if (atomic_fetch_sub(word, 1) != 1) return false;
  int32_t zero = 0;
  if (atomic_compare_exchange_strong_explicit(word, &zero, FREE, memory_order_relaxed, memory_order_relaxed)) {
    return true;
  }
  counts->aborted_frees++;
  return false;
}

#include "loops.h"
