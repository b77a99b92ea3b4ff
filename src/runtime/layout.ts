// Portable. Where everything lies in the shared memory: byte offsets throughout.

// The control words, each alone on its pair of lines: two 64-byte lines, since the adjacent-line prefetcher of x86
// server cores pulls them in pairs (Intel 64 and IA-32 Architectures Optimization Reference Manual, data prefetching).

/** Nonzero: every role returns at the next round. */
export const STOP: i32 = 0;
/** Start gate: how many workers have arrived. */
export const ARRIVED: i32 = 128;
/** Start gate: the phase that is open. */
export const GATE: i32 = 256;

// The run's configuration: written by the host before a kernel reads it, never during the run.
export const CONFIG_PAGES: i32 = 384;
/** Bytes from one page to the next: 64, or 128 to keep the adjacent-line prefetcher out. */
export const CONFIG_PAGE_BYTES: i32 = 388;
export const CONFIG_PAGES_BASE: i32 = 392;
export const CONFIG_SLOTS: i32 = 396;
export const CONFIG_SLOTS_BASE: i32 = 400;
/** 1: the destroyer reads the type on the page. 0: it acts on what it believed ("captured"). */
export const CONFIG_LOOKED_UP: i32 = 404;
/** 1: a speculative getter looks the page up again before it uses it. */
export const CONFIG_RECHECK: i32 = 408;
/** STALL_SPIN or STALL_SLEEP. */
export const CONFIG_STALL: i32 = 412;
/** Rounds of a loop over one load and one compare. */
export const STALL_SPIN: i32 = 1;
/** A sleep of so many microseconds; the shortest there is gives the CPU away and no more. */
export const STALL_SLEEP: i32 = 2;
/** Spin rounds or microseconds. */
export const CONFIG_STALL_AMOUNT: i32 = 416;
/** A window stalls when a draw from 0..2^31-1 is not above this. */
export const CONFIG_STALL_CHANCE: i32 = 420;
/** Workers in the run. */
export const CONFIG_WORKERS: i32 = 424;
/** 1: an owner puts the index's reference before it takes the page out of the index, as it must not. */
export const CONFIG_UNMAP_LATE: i32 = 440;
/** 1: the first violation stops the run. */
export const CONFIG_STOP_ON_VIOLATION: i32 = 428;

/** Contents of the pages, as far apart as the pages; behind them, as far apart, a line for each worker to copy to. */
export const CONFIG_DATA_BASE: i32 = 432;
/** PICKS addresses of pages: the order in which workers visit them. */
export const CONFIG_PICKS_BASE: i32 = 436;
/** A power of two; 16 KiB, half of a first-level cache. */
export const PICKS: i32 = 4096;

/** float64: when the run began, on the clock that all threads share. */
export const START_TIME: i32 = 448;

/** The first worker block. */
export const WORKERS_BASE: i32 = 512;
/** Bytes of a worker's block; a multiple of the isolation distance. */
export const WORKER_BYTES: i32 = 1024;

// Within a worker's block.
/** The counters, one word each, indexed by kind. Taken after each batch, long before they overflow. */
export const WORKER_COUNTERS: i32 = 0;
/** A word that stays 0 and that nobody notifies, to sleep on. */
export const WORKER_SLEEP_WORD: i32 = 128;
export const WORKER_EVENTS_KEPT: i32 = 132;
export const WORKER_SEED: i32 = 136;
export const WORKER_STALL_SEED: i32 = 140;
/** How far the worker has come, for the host. */
export const WORKER_STATE: i32 = 144;
/** What has been taken from the counters so far: a float64 for each kind. */
export const WORKER_TOTALS: i32 = 152;
export const WORKER_EVENTS: i32 = 408;
export const EVENT_BYTES: i32 = 40;
/** Events that a worker keeps; later ones are only counted. */
export const EVENTS_KEPT: i32 = 15;

// Within an event.
/** float64: milliseconds since the start of the run. */
export const EVENT_TIME: i32 = 0;
export const EVENT_COUNTER: i32 = 8;
export const EVENT_PAGE: i32 = 12;
export const EVENT_HELD_GENERATION: i32 = 16;
export const EVENT_GENERATION: i32 = 20;
export const EVENT_BELIEVED_TYPE: i32 = 24;
export const EVENT_TYPE: i32 = 28;
export const EVENT_WORD: i32 = 32;

/** Index slots stand one to a line: what is contended should be the page, not a neighbour's slot. */
export const SLOT_BYTES: i32 = 64;

// Within a page. All fields share a line, as they do in struct page.
export const REFCOUNT: i32 = 0;
export const TYPE: i32 = 4;
/** Even: free. Odd: allocated. The allocator's claim and the detectors' truth are the same word. */
export const GENERATION: i32 = 8;

export const TYPE_X: i32 = 1;
export const TYPE_Y: i32 = 2;
