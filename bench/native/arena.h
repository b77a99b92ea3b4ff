// What the C comparator's workers share: pages as in src/runtime/layout.ts, counts, and the tables of loops.

#ifndef ARENA_H
#define ARENA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/** Apart by a pair of 64-byte lines, against the adjacent-line prefetcher. */
#define ISOLATED _Alignas(128)

/** Addresses of pages in the order of visits; a power of two. As PICKS in src/runtime/layout.ts. */
#define PICKS 4096

typedef _Atomic int32_t count_word;

/** Of the index that churn uses; as in src/scenarios/workloads.ts. A power of two. */
#define SLOTS 8

enum { TYPE_X = 1, TYPE_Y = 2 };

struct page {
  ISOLATED count_word refcount;
  _Atomic int32_t type;
  /** Even: free. Odd: allocated. */
  _Atomic int32_t generation;
};

/** 64 bytes, one line in two. */
struct line {
  ISOLATED char bytes[64];
};

/** One to a line, as in src/runtime/layout.ts. */
struct slot {
  _Alignas(64) _Atomic uintptr_t entry;
};

struct counts {
  long rounds, gets, failed_gets, cas_retries, aborted_frees, frees;
};

struct arena {
  int workers, pages;
  struct page *page;
  /** What the pages hold, and behind it a line for each worker to copy to. */
  struct line *contents;
  struct page *_Atomic index;
  struct page **picks;
  struct slot slots[SLOTS];
};

struct worker {
  ISOLATED struct counts counts;
  int number;
  struct arena *arena;
  /** Where its search for a free page begins. */
  struct page *cursor;
  /** Whether it holds a reference on the page of hold_in_turns(). */
  bool holds;
  /** Of its next pick, and from pick to pick. */
  uint32_t position, stride;
  /** Of its choices; never 0. */
  uint32_t seed;
  /** Takes results that nobody needs. */
  volatile int32_t sink;
};

struct workload {
  const char *name;
  void (*chunk)(struct worker *me, int rounds);
  /** Whether its pages start out with a count of 1. */
  bool live;
};

struct loops {
  int32_t free_word;
  int workloads;
  const struct workload *workload;
};

extern const struct loops old_loops, v4_loops;

#endif
