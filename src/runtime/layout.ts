// Portable. Where everything lies in the shared memory. All addresses and offsets are in bytes.

// The control words, each alone on a pair of 64-byte cache lines, since the adjacent-line prefetcher of x86 server
// cores loads lines in pairs (Intel 64 and IA-32 Architectures Optimization Reference Manual, data prefetching).

/** Nonzero: the run is over, and every worker returns after its round. */
export const STOP: i32 = 0;
/**
 * Nonzero: the run was given up, and what is still running shall end in the middle of its round. Only native code looks
 * here: the host terminates other threads. On the line of STOP, which is written at the end alone.
 */
export const ABANDON: i32 = 4;
/** Start gate: how many workers have arrived. */
export const ARRIVED: i32 = 128;
/** Start gate: the phase that is open. */
export const GATE: i32 = 256;

// The run's configuration. The host writes it before a kernel reads it, and never during the run.
export const CONFIG_PAGES: i32 = 384;
/** Bytes from one page to the next: 64, or 128 to keep the adjacent-line prefetcher out. */
export const CONFIG_PAGE_BYTES: i32 = 388;
export const CONFIG_PAGES_BASE: i32 = 392;
export const CONFIG_SLOTS: i32 = 396;
export const CONFIG_SLOTS_BASE: i32 = 400;
/**
 * 1: whoever destroys a page reads its type on it ("looked up"). 0: it acts on the type that it believes ("captured").
 */
export const CONFIG_LOOKED_UP: i32 = 404;
/** 1: a speculative getter looks the page up again before it uses it. */
export const CONFIG_RECHECK: i32 = 408;
/** Kind of the stalls: STALL_SPIN or STALL_SLEEP. */
export const CONFIG_STALL: i32 = 412;
/** Rounds of a loop over one load and one compare. */
export const STALL_SPIN: i32 = 1;
/** A sleep of so many microseconds. The shortest one only gives the CPU away. */
export const STALL_SLEEP: i32 = 2;
/** Spin rounds or microseconds. */
export const CONFIG_STALL_AMOUNT: i32 = 416;
/** A window stalls its worker when a draw from 0 to 2^31 - 1 is not above this. */
export const CONFIG_STALL_CHANCE: i32 = 420;
/** Workers in the run. */
export const CONFIG_WORKERS: i32 = 424;
/** 1: an owner puts the index's reference before it takes the page out of the index: a mistake, to be tried out. */
export const CONFIG_UNMAP_LATE: i32 = 440;
/** 1: a worker's next page is the one behind the page that it freed last, instead of that page itself. */
export const CONFIG_COLD: i32 = 444;
/** 1: the first violation stops the run. */
export const CONFIG_STOP_ON_VIOLATION: i32 = 428;
/**
 * A bit for each counter from FIRST_VIOLATION on. 1: what it counts is an observation in this run, which stops nothing and
 * is kept as no event (src/violations/table.ts).
 */
export const CONFIG_OBSERVED: i32 = 508;

/**
 * The contents of the pages, as far apart as the pages. Behind them, as far apart, a line for each worker to copy to.
 */
export const CONFIG_DATA_BASE: i32 = 432;
/** A table of PICKS addresses of pages: the order in which the workload `spread` visits them. */
export const CONFIG_PICKS_BASE: i32 = 436;
/** A power of two. The table has 16 KiB, half of a first-level cache. */
export const PICKS: i32 = 4096;

/** float64: when the run began, on the clock that all threads share. */
export const START_TIME: i32 = 448;

// Words of each worker for each page, if the protocol has them (see per-thread-words.ts); else 0.
/** The first worker's words. Those of the others follow, each worker's on its own. */
export const CONFIG_WORKER_WORDS_BASE: i32 = 488;
/** Bytes from one worker's words to the next one's: a multiple of 128, as of the blocks below. */
export const CONFIG_WORKER_WORDS_BYTES: i32 = 492;
/** The distance of two pages, shifted right by so many bits, is that of the words that a worker has for them. */
export const CONFIG_WORKER_WORDS_SHIFT: i32 = 496;

// Descriptors, in which the count and the type of a page lie (see pages/reclaim.ts).
/** The way in which the memory of a freed descriptor comes back: one of the following. */
export const CONFIG_RECLAIM: i32 = 500;
/** There are no descriptors: count and type lie on the page. */
export const RECLAIM_NOTHING: i32 = 0;
/**
 * It may at once be another descriptor, and is never anything else: as of struct page, and as of SLAB_TYPESAFE_BY_RCU for
 * whoever is in a section.
 */
export const RECLAIM_TYPE_STABLE: i32 = 1;
/** It may at once be anything: its word is poisoned. */
export const RECLAIM_AT_ONCE: i32 = 2;
/** It may be anything when a grace period has passed: as after kfree_rcu(). */
export const RECLAIM_GRACE: i32 = 3;
/** A mistake, to be tried out: the grace period does not wait for the last worker. */
export const RECLAIM_GRACE_BUT_ONE: i32 = 4;
/** The count word of freed memory that may be anything: most protocols take it for a count, as they would somebody's data. */
export const POISON: i32 = 0x6b6b6b6b;
/** Reach of the read-side sections around descriptors: SECTION_PUT_OUTSIDE and so on. */
export const CONFIG_SECTION: i32 = 504;
/** From the lookup to the recheck. */
export const SECTION_PUT_OUTSIDE: i32 = 0;
/** From the lookup to the put, and around every other put. */
export const SECTION_PUT_INSIDE: i32 = 1;
/** From the lookup to the get. */
export const SECTION_BEFORE_RECHECK: i32 = 2;
/** A mistake, to be tried out: around the lookup alone. */
export const SECTION_BEFORE_GET: i32 = 3;
/** A mistake, to be tried out: nowhere. */
export const SECTION_NONE: i32 = 4;

/** The epoch of the grace periods (see pages/epochs.ts), alone on a pair of lines. */
export const EPOCH: i32 = 512;

/** The block of the first worker. The others follow. */
export const WORKERS_BASE: i32 = 640;
/** Bytes of a worker's block: a multiple of 128, so that no two blocks share a pair of lines. */
export const WORKER_BYTES: i32 = 1024;

// Within a worker's block.
/**
 * The counters, one word each, in the order of counters.ts. The host takes them after each batch, long before they
 * overflow.
 */
export const WORKER_COUNTERS: i32 = 0;
/** A word that stays 0 and that nobody notifies: what a stalled worker waits on. */
export const WORKER_SLEEP_WORD: i32 = 128;
/** Number of events that the worker has recorded. */
export const WORKER_EVENTS_KEPT: i32 = 132;
/** Seed of the choices of the worker's role. */
export const WORKER_SEED: i32 = 136;
/** Seed of the draws that decide which windows stall. */
export const WORKER_STALL_SEED: i32 = 140;
/** Progress of the worker, for the host: an index of WORKER_STATES. */
export const WORKER_STATE: i32 = 144;
/** Sums that the host has taken from the counters so far: a float64 for each. */
export const WORKER_TOTALS: i32 = 152;
/** The recorded events: the first violations that the worker found. */
export const WORKER_EVENTS: i32 = 408;
export const EVENT_BYTES: i32 = 40;
/** Most events that a worker records. Later violations are only counted. */
export const EVENTS_KEPT: i32 = 15;
/** The worker's read-side section: see pages/epochs.ts. */
export const WORKER_SECTION: i32 = 1008;

// Within an event.
/** float64: milliseconds since the start of the run. */
export const EVENT_TIME: i32 = 0;
/** The counter of the violation. */
export const EVENT_COUNTER: i32 = 8;
export const EVENT_PAGE: i32 = 12;
/** The generation in which the worker took its reference. */
export const EVENT_HELD_GENERATION: i32 = 16;
/** Instead of it, and of all that follows, where an assertion broke: the number of the assertion. */
export const EVENT_ASSERTION: i32 = 16;
/** The generation, type and count word of the page when the violation was found. */
export const EVENT_GENERATION: i32 = 20;
/** The type that the worker believed the page to have. */
export const EVENT_BELIEVED_TYPE: i32 = 24;
export const EVENT_TYPE: i32 = 28;
export const EVENT_WORD: i32 = 32;

/** Index slots lie one to a cache line: what is contended should be the page, not a neighbour's slot. */
export const SLOT_BYTES: i32 = 64;
/** Beside the address of a page in a slot: the slot is locked. No page has an odd address. */
export const LOCKED: i32 = 1;

// Within a page. All fields share a cache line, as they do in struct page.
export const REFCOUNT: i32 = 0;
export const TYPE: i32 = 4;
/**
 * The generation: it goes up by 1 at each allocation and at each free, so that an even one is of a free page and an odd
 * one of an allocated page. The allocator claims pages by it, and the detectors compare with it.
 */
export const GENERATION: i32 = 8;
/** Of a descriptor that waits for a grace period: the epoch in which it was retired. */
export const RETIRED_IN: i32 = 12;
/** The first of the object's words beside its count (see object-words.ts). */
export const OBJECT_WORDS: i32 = 16;

export const TYPE_X: i32 = 1;
export const TYPE_Y: i32 = 2;
