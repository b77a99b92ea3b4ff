// What the C comparator's workers share: pages as in src/memory/layout.ts, counts, and the tables of loops.

#ifndef ARENA_H
#define ARENA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/** Apart by a pair of 64-byte lines, against the adjacent-line prefetcher. */
#define ISOLATED _Alignas(128)

typedef _Atomic int32_t count_word;

struct page {
  ISOLATED count_word refcount;
  _Atomic int32_t type;
  _Atomic int32_t generation;
};

struct counts {
  long rounds, failed_gets, cas_retries, aborted_frees, frees;
};

struct arena {
  int workers;
  struct page *pages;
};

struct worker {
  ISOLATED struct counts counts;
  int number;
  struct arena *arena;
};

struct workload {
  const char *name;
  void (*chunk)(struct worker *me, int rounds);
  /** Whether its pages start out free. */
  bool resting;
};

struct loops {
  int32_t free_word;
  int workloads;
  const struct workload *workload;
};

extern const struct loops old_loops, v4_loops;

#endif
