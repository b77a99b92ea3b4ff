// The mixed role of src/actors/roles.ts, with the lives of src/actors/life.ts and the index of src/pages/slots.ts, in
// C11. Included by loops.h, whose allocate() and release() it uses. Change both.

/** xorshift32, as in src/runtime/choice.ts. One of 0..outcomes-1, for powers of two. */
static inline uint32_t choose(struct worker *me, uint32_t outcomes) {
  uint32_t seed = me->seed;
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  me->seed = seed;
  return (seed >> 8) & (outcomes - 1);
}

static inline struct page *take_out(struct slot *slot) { return atomic_exchange(&slot->page, NULL); }

static inline bool publish(struct slot *slot, struct page *page) {
  struct page *empty = NULL;
  return atomic_compare_exchange_strong(&slot->page, &empty, page);
}

static void getter(struct worker *me, struct slot *slot) {
  struct page *page = atomic_load_explicit(&slot->page, memory_order_acquire);
  if (!page) return;
  if (!try_get(&page->refcount, &me->counts)) {
    me->counts.failed_gets++;
    return;
  }
  atomic_load_explicit(&slot->page, memory_order_acquire); // the recheck: what it finds, only the detectors look at
  release(me, page);
}

static void owner(struct worker *me, struct slot *slot, int32_t type) {
  struct page *old = take_out(slot);
  if (old) {
    release(me, old);
    return;
  }
  struct page *page = allocate(me, type);
  if (page && !publish(slot, page)) release(me, page);
}

static void freezer(struct worker *me, struct slot *slot) {
  struct page *page = take_out(slot);
  if (!page) return;
  atomic_fetch_add_explicit(&page->refcount, 1, memory_order_relaxed);
  int32_t expected = 2;
  if (atomic_compare_exchange_strong(&page->refcount, &expected, FROZEN)) {
    atomic_store_explicit(&page->refcount, 2, memory_order_release);
  }
  release(me, page);
  if (!publish(slot, page)) release(me, page);
}

static void churn(struct worker *me, int rounds) {
  for (int round = 0; round < rounds; round++) {
    uint32_t key = choose(me, SLOTS);
    struct slot *slot = &me->arena->slots[key];
    uint32_t action = choose(me, 16);
    if (action < 11) getter(me, slot);
    else if (action < 15) owner(me, slot, key & 1 ? TYPE_Y : TYPE_X);
    else freezer(me, slot);
  }
}
