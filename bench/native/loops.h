// The loops of src/actors/workloads.ts in C11, the same rounds in the same order, for one protocol. A protocol's file
// defines FREE, init, try_get and put, names its table in LOOPS, and includes this file last.

#include "arena.h"

static void shared(struct worker *me, int rounds) {
  count_word *word = &me->arena->pages[0].refcount;
  int failed = 0, freed = 0;
  for (int round = 0; round < rounds; round++) {
    if (!try_get(word, &me->counts)) failed++;
    else if (put(word, &me->counts)) freed++;
  }
  me->counts.failed_gets += failed;
  me->counts.frees += freed;
}

static const struct workload workloads[] = {
    {"shared", shared, false},
};

const struct loops LOOPS = {FREE, sizeof workloads / sizeof *workloads, workloads};
