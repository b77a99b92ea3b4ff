// The yardstick: the workload `shared` of old and v4 in C, written by hand. The native engine is judged by how near it
// comes to it (`doctor`, `npm run bench:yardstick`). It is no instrument: nothing else is measured with it, and no third
// protocol is to be written here.
//
// It is loaded in the place of a native kernel (src/engines/native/yardstick.ts), so that the same threads, gate and memory
// measure both. YARDSTICK_OLD or YARDSTICK_V4 is defined, and so are the addresses of src/runtime/layout.ts.

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define FROZEN INT32_MIN
#define RESET_FROM (INT32_MIN / 2)
#define CHUNK 1024

typedef _Atomic int32_t count_word;

struct worker {
  int32_t number;
};

#ifdef YARDSTICK_OLD

static inline bool try_get(count_word *word, int *retries) {
  int32_t seen = atomic_load_explicit(word, memory_order_relaxed);
  do {
    if (seen == 0) return false;
    if (atomic_compare_exchange_strong_explicit(word, &seen, seen + 1, memory_order_seq_cst, memory_order_relaxed)) return true;
    ++*retries;
  } while (true);
}

static inline bool put(count_word *word) { return atomic_fetch_sub(word, 1) == 1; }

#else

static inline bool try_get(count_word *word, int *retries) {
  (void)retries;
  int32_t value = (int32_t)((uint32_t)atomic_fetch_add(word, 1) + 1);
  if (value >= 0) return true;
  while (value < 0 && value >= RESET_FROM) {
    if (atomic_compare_exchange_strong_explicit(word, &value, FROZEN, memory_order_relaxed, memory_order_relaxed)) break;
  }
  return false;
}

static inline bool put(count_word *word) {
  if (atomic_fetch_sub(word, 1) != 1) return false;
  int32_t zero = 0;
  return atomic_compare_exchange_strong_explicit(word, &zero, FROZEN, memory_order_relaxed, memory_order_relaxed);
}

#endif

static int32_t word_at(unsigned char *base, int address) { return *(int32_t *)(base + address); }

/** The loop. Not inlined: as in src/actors/hot-loops.ts, it does not know how many rounds it will be asked for. */
static __attribute__((noinline)) void get_and_put(count_word *word, int rounds, int32_t *counters) {
  int failed = 0, retries = 0, freed = 0;
  for (int round = 0; round < rounds; round++) {
    if (!try_get(word, &retries)) failed++;
    else if (put(word)) freed++;
  }
  counters[FAILED_GETS] += failed;
  counters[CAS_RETRIES] += retries;
  counters[FREES] += freed;
}

/** Gets and puts the first page until `rounds` are done, or the run is stopped. */
static int32_t measure(unsigned char *base, const struct worker *me, int rounds) {
  count_word *word = (count_word *)(base + word_at(base, CONFIG_PAGES_BASE));
  count_word *stop = (count_word *)(base + STOP);
  int32_t *counters = (int32_t *)(base + WORKERS_BASE + me->number * WORKER_BYTES);
  int done = 0;
  while (done < rounds && !atomic_load(stop)) {
    int chunk = rounds - done < CHUNK ? rounds - done : CHUNK;
    get_and_put(word, chunk, counters);
    done += chunk;
  }
  counters[ROUNDS] += done;
  return done;
}

// What a native kernel exports.

enum { SETUP, POPULATE, READY, MEASURE };

int32_t kernel_bytes(void);
const char *kernel_interface(void);
int64_t kernel_call(unsigned char *, uint32_t, struct worker *, void (*)(int32_t), void (*)(int32_t, int32_t), int32_t, int32_t, int32_t, int32_t, int32_t);

#define VISIBLE __attribute__((visibility("default")))

VISIBLE int32_t kernel_bytes(void) { return sizeof(struct worker); }

VISIBLE const char *kernel_interface(void) {
  return "{\"functions\":[{\"name\":\"setup\",\"returnsValue\":false},{\"name\":\"populate\",\"returnsValue\":false},"
         "{\"name\":\"ready\",\"returnsValue\":false},{\"name\":\"measure\",\"returnsValue\":true}],\"constants\":{}}";
}

VISIBLE int64_t kernel_call(unsigned char *base, uint32_t words, struct worker *me, void (*stamp)(int32_t), void (*sleep)(int32_t, int32_t),
                            int32_t function, int32_t a, int32_t b, int32_t c, int32_t d) {
  (void)words, (void)stamp, (void)sleep, (void)c, (void)d;
  if (function == SETUP) me->number = a;
  if (function == READY) atomic_store((count_word *)(base + word_at(base, CONFIG_PAGES_BASE)), 1);
  return function == MEASURE ? measure(base, me, b) : 0;
}
