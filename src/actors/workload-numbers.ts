// Portable. The numbers of what `scale` can measure. src/scenarios/workloads.ts names them.

/** All workers get and put one page that nobody frees: the case of the series. */
export const SHARED: i32 = 0;
/** Look a page up in the index, get it, recheck, copy 64 bytes of its contents, put it: a small pread of one file. */
export const READ: i32 = 1;
/** Each worker gets and puts a page of its own: what the protocol costs without contention. */
export const PRIVATE: i32 = 2;
/** Get and put pages drawn from a table. */
export const SPREAD: i32 = 3;
/** All workers try to get one free page: every get fails. */
export const FAILED_GET: i32 = 4;
/** Each worker allocates and frees a page of its own, as Linux's per-CPU page lists let it: init, then the last put. */
export const FREE_OWN: i32 = 5;
/** All workers get and put one page that none holds for long: the last put frees it, and hands it out at once. */
export const FREE_CONTENDED: i32 = 6;
/** The role `mixed` of the race: getters, owners, freezers. */
export const CHURN: i32 = 7;

// The ceilings of the machine, whatever the protocol: one instruction on one word that all workers share.
export const RAW_LOAD: i32 = 8;
export const RAW_ADD: i32 = 9;
export const RAW_COMPARE_EXCHANGE: i32 = 10;
