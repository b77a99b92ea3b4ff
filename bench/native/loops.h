// The loops of src/actors/hot-loops.ts in C11, the same rounds in the same order, for one protocol. Change both. A
// protocol's file defines FREE, FROZEN (what freeze leaves), init, try_get and put, names its table in LOOPS, and
// includes this file last.

#include <string.h>

#include "arena.h"

static inline void get_and_put(struct worker *me, count_word *word, int rounds) {
  int failed = 0, freed = 0;
  for (int round = 0; round < rounds; round++) {
    if (!try_get(word, &me->counts)) failed++;
    else if (put(word, &me->counts)) freed++;
  }
  me->counts.gets += rounds - failed;
  me->counts.failed_gets += failed;
  me->counts.frees += freed;
}

static void shared(struct worker *me, int rounds) { get_and_put(me, &me->arena->page[0].refcount, rounds); }

static void private(struct worker *me, int rounds) { get_and_put(me, &me->arena->page[me->number].refcount, rounds); }

static void read_page(struct worker *me, int rounds) {
  struct arena *arena = me->arena;
  struct line *buffer = &arena->contents[arena->pages + me->number];
  int failed = 0, freed = 0;
  for (int round = 0; round < rounds; round++) {
    struct page *page = atomic_load_explicit(&arena->index, memory_order_acquire);
    if (!try_get(&page->refcount, &me->counts)) {
      failed++;
      continue;
    }
    if (atomic_load_explicit(&arena->index, memory_order_acquire) == page) {
      memcpy(buffer->bytes, arena->contents[page - arena->page].bytes, sizeof buffer->bytes);
    }
    if (put(&page->refcount, &me->counts)) freed++;
  }
  me->counts.gets += rounds - failed;
  me->counts.failed_gets += failed;
  me->counts.frees += freed;
}

static void spread(struct worker *me, int rounds) {
  struct page **picks = me->arena->picks;
  uint32_t at = me->position, stride = me->stride;
  int failed = 0, freed = 0;
  for (int round = 0; round < rounds; round++) {
    struct page *page = picks[at & (PICKS - 1)];
    at += stride;
    if (!try_get(&page->refcount, &me->counts)) failed++;
    else if (put(&page->refcount, &me->counts)) freed++;
  }
  me->position = at;
  me->counts.gets += rounds - failed;
  me->counts.failed_gets += failed;
  me->counts.frees += freed;
}

static void free_at_once(struct worker *me, int rounds) {
  count_word *word = &me->arena->page[me->number].refcount;
  int freed = 0;
  for (int round = 0; round < rounds; round++) {
    init(word);
    if (put(word, &me->counts)) freed++;
  }
  me->counts.frees += freed;
}

static struct page *allocate(struct worker *me, int32_t type) {
  struct arena *arena = me->arena;
  struct page *page = me->cursor;
  for (int tried = 0; tried < arena->pages; tried++) {
    int32_t generation = atomic_load_explicit(&page->generation, memory_order_relaxed);
    if ((generation & 1) == 0 && atomic_compare_exchange_strong(&page->generation, &generation, generation + 1)) {
      me->cursor = page;
      atomic_store_explicit(&page->type, type, memory_order_relaxed);
      init(&page->refcount);
      return page;
    }
    if (++page == arena->page + arena->pages) page = arena->page;
  }
  return NULL;
}

static void release(struct worker *me, struct page *page) {
  if (!put(&page->refcount, &me->counts)) return;
  int32_t generation = atomic_load_explicit(&page->generation, memory_order_relaxed);
  if ((generation & 1) == 0) return;
  atomic_load_explicit(&page->type, memory_order_relaxed); // the destructor is looked up
  if (!atomic_compare_exchange_strong(&page->generation, &generation, generation + 1)) return;
  me->cursor = page;
  me->counts.frees++;
}

static void hold_in_turns(struct worker *me, int rounds) {
  count_word *word = &me->arena->page[0].refcount;
  bool holding = me->holds;
  int tried = 0, failed = 0, freed = 0;
  for (int round = 0; round < rounds; round++) {
    if (!holding) {
      tried++;
      if (try_get(word, &me->counts)) holding = true;
      else failed++;
    } else if (put(word, &me->counts)) {
      freed++;
      init(word);
    } else {
      holding = false;
    }
  }
  me->holds = holding;
  me->counts.gets += tried - failed;
  me->counts.failed_gets += failed;
  me->counts.frees += freed;
}

#include "churn.h"

static void loads(struct worker *me, int rounds) {
  count_word *word = &me->arena->page[0].refcount;
  for (int round = 0; round < rounds; round++) atomic_load(word);
}

static void fetch_adds(struct worker *me, int rounds) {
  count_word *word = &me->arena->page[0].refcount;
  int32_t seen = 0;
  for (int round = 0; round < rounds; round++) seen ^= atomic_fetch_add(word, 1);
  me->sink = seen;
}

static void compare_exchanges(struct worker *me, int rounds) {
  count_word *word = &me->arena->page[0].refcount;
  int32_t seen = atomic_load(word);
  int lost = 0;
  for (int round = 0; round < rounds; round++) {
    int32_t next = (int32_t)((uint32_t)seen + 1);
    if (atomic_compare_exchange_strong(word, &seen, next)) seen = next;
    else lost++;
  }
  me->counts.cas_retries += lost;
}

static const struct workload workloads[] = {
    {"shared", shared, true},
    {"read", read_page, true},
    {"private", private, true},
    {"spread", spread, true},
    {"failed-get", shared, false},
    {"free", free_at_once, false},
    {"free-contended", hold_in_turns, true},
    {"churn", churn, false},
    {"raw-load", loads, false},
    {"raw-add", fetch_adds, false},
    {"raw-cas", compare_exchanges, false},
};

const struct loops LOOPS = {FREE, sizeof workloads / sizeof *workloads, workloads};
