// Portable. What a worker counts: near misses, work done and violations, in the order of its counter line.

/** Rounds of the role's loop. */
export const ROUNDS: i32 = 0;
export const ALLOCS: i32 = 1;
export const FREES: i32 = 2;
export const TRY_GETS: i32 = 3;
export const FAILED_GETS: i32 = 4;
/** References taken by other means: get() on behalf of a holder. */
export const GETS: i32 = 5;
export const PUTS: i32 = 6;
export const FREEZES: i32 = 7;
/** Rechecks that found the index changed after a successful get. */
export const FAILED_RECHECKS: i32 = 8;
/** Allocations that found no free page. */
export const EMPTY_ALLOCS: i32 = 9;

/** A get took the count from 0 to 1. */
export const RESURRECTIONS: i32 = 10;
/** Step 2 lost: somebody took the staged page back. */
export const ABORTED_FREES: i32 = 11;
/** A compare-and-swap loop went round again. */
export const CAS_RETRIES: i32 = 12;
/** Windows in which this worker was held up on purpose. */
export const STALLS: i32 = 13;
/** Runs of each type's destructor. */
export const DESTRUCTORS_X: i32 = 14;
export const DESTRUCTORS_Y: i32 = 15;

/** The first kind that is a violation; all behind it are. */
export const FIRST_VIOLATION: i32 = 16;
/** Wrong destructor, run by a put that took step 1 on an earlier generation of the page. */
export const CONFUSION_STOLEN_FREE: i32 = 16;
/** Wrong destructor, run for a reference that had landed on an already reallocated page. */
export const CONFUSION_STALE_GET: i32 = 17;
/** Step 2 won on another generation's zero, whether or not the types differ. */
export const STOLEN_FREE: i32 = 18;
/** A page was freed that was free, or freed twice in one generation. */
export const DOUBLE_FREE: i32 = 19;
/** The page of a counted reference was free, or changed its generation or type. */
export const USE_AFTER_FREE: i32 = 20;
/** A holder saw a count below its own reference. */
export const UNDERFLOW: i32 = 21;
/** A free page lost bits of its resting word: failed gets carried into FROZEN. */
export const LOST_OVERFLOW: i32 = 22;

/** A frozen page counted references: somebody's get got through. */
export const BROKEN_FREEZE: i32 = 23;

/** Number of counters. */
export const COUNTERS: i32 = 32;
