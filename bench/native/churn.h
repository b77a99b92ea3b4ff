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

#define LOCKED 1

/** The page in an entry of the index, whose lowest bit is its lock. */
static inline struct page *page_in(uintptr_t entry) { return (struct page *)(entry & ~(uintptr_t)LOCKED); }

static inline struct page *look_up(struct slot *slot) {
  return page_in(atomic_load_explicit(&slot->entry, memory_order_acquire));
}

static inline struct page *take_out(struct slot *slot) {
  uintptr_t entry = atomic_load_explicit(&slot->entry, memory_order_acquire);
  if (!entry || entry & LOCKED) return NULL;
  return atomic_compare_exchange_strong(&slot->entry, &entry, 0) ? page_in(entry) : NULL;
}

static inline bool lock(struct slot *slot, struct page *page) {
  uintptr_t entry = (uintptr_t)page;
  return atomic_compare_exchange_strong(&slot->entry, &entry, entry | LOCKED);
}

static inline void replace(struct slot *slot, uintptr_t entry) {
  atomic_store_explicit(&slot->entry, entry, memory_order_release);
}

static inline bool publish(struct slot *slot, struct page *page) {
  uintptr_t empty = 0;
  return atomic_compare_exchange_strong(&slot->entry, &empty, (uintptr_t)page);
}

static void getter(struct worker *me, struct slot *slot) {
  struct page *page = look_up(slot);
  if (!page) return;
  if (!try_get(&page->refcount, &me->counts)) {
    me->counts.failed_gets++;
    return;
  }
  look_up(slot); // the recheck: what it finds, only the detectors look at
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

static void freezer(struct worker *me, struct slot *slot, int32_t type) {
  struct page *page = look_up(slot);
  if (!page) return;
  if (!try_get(&page->refcount, &me->counts)) {
    me->counts.failed_gets++;
    return;
  }
  if (!lock(slot, page)) {
    release(me, page);
    return;
  }
  int32_t expected = 2;
  struct page *stays = page;
  if (atomic_compare_exchange_strong(&page->refcount, &expected, FROZEN)) {
    struct page *fresh = allocate(me, type);
    if (fresh) replace(slot, (uintptr_t)fresh | LOCKED);
    atomic_store_explicit(&page->refcount, fresh ? 1 : 2, memory_order_release);
    if (fresh) stays = fresh;
  }
  replace(slot, (uintptr_t)stays);
  release(me, page);
}

static void churn(struct worker *me, int rounds) {
  for (int round = 0; round < rounds; round++) {
    uint32_t key = choose(me, SLOTS);
    struct slot *slot = &me->arena->slots[key];
    uint32_t action = choose(me, 16);
    int32_t type = key & 1 ? TYPE_Y : TYPE_X;
    if (action < 11) getter(me, slot);
    else if (action < 15) owner(me, slot, type);
    else freezer(me, slot, type);
  }
}
