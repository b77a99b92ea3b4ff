// Portable. What a worker counts: work done, near misses and violations. Each counter is known by its number, which is
// its place among the counters in the worker's block.

/** Rounds of the worker's role. */
export const ROUNDS: i32 = 0;
export const ALLOCS: i32 = 1;
export const FREES: i32 = 2;
export const TRY_GETS: i32 = 3;
export const FAILED_GETS: i32 = 4;
/** References taken by other means: get() on behalf of a holder. */
export const GETS: i32 = 5;
export const PUTS: i32 = 6;
export const FREEZES: i32 = 7;
/** Rechecks after a successful get that no longer found the page in its index slot. */
export const FAILED_RECHECKS: i32 = 8;
/** Allocations that found no free page. */
export const EMPTY_ALLOCS: i32 = 9;

/** Resurrections: a get took the count from 0, between steps 1 and 2 of a put, back to 1. */
export const RESURRECTIONS: i32 = 10;
/** Puts that lost step 2: somebody had taken the staged page (its count 0, not yet frozen) back. */
export const ABORTED_FREES: i32 = 11;
/** Further rounds of compare-and-swap loops, after a failed attempt. */
export const CAS_RETRIES: i32 = 12;
/** Stalls on purpose. */
export const STALLS: i32 = 13;
/** Runs of each type's destructor. */
export const DESTRUCTORS_X: i32 = 14;
export const DESTRUCTORS_Y: i32 = 15;

/** The first counter of a violation. All counters behind it are of violations, too. */
export const FIRST_VIOLATION: i32 = 16;
/** Type confusion by a put that took step 1 in an earlier generation of the page. */
export const TYPE_CONFUSION_STOLEN_FREE: i32 = 16;
/** Type confusion for a reference that was taken after the page had been allocated again. */
export const TYPE_CONFUSION_STALE_GET: i32 = 17;
/** Step 2 won on the zero of another generation than step 1 was in, whether or not the types differ. */
export const STOLEN_FREE: i32 = 18;
/** A page was destroyed that was free, or that somebody else freed in the same generation. */
export const DOUBLE_FREE: i32 = 19;
/** The page of a successful get was free, or its generation or type changed under the reference. */
export const USE_AFTER_FREE: i32 = 20;
/** A holder saw a count below 1 on its page: its own reference is not counted. */
export const UNDERFLOW: i32 = 21;
/** The word of a free page is not dead any more: failed gets carried into FROZEN. */
export const LOST_OVERFLOW: i32 = 22;

/** A page that was frozen counted references. */
export const BROKEN_FREEZE: i32 = 23;
/** A condition that the protocol or a role states with assert() did not hold. */
export const ASSERTION: i32 = 24;
/** The taking back of failed gets replaced a word that counted references. */
export const LIVE_RESET: i32 = 25;
/** The count word of a descriptor was touched whose memory had been freed. */
export const TOUCHED_FREED: i32 = 26;
/** A plain access to data found what was not the newest, or was not alone with it. */
export const PAYLOAD_RACE: i32 = 27;

/** Number of counters. */
export const COUNTERS: i32 = 32;
