// Portable. What `scale` can measure, by number. Workloads (src/scenarios/workloads.ts) give them names.

/** All workers take and drop references on one live page: the case of the series. */
export const SHARED: i32 = 0;
/** Look a page up in the index, get, look again, copy 64 bytes of its contents, put: a small pread of one file. */
export const READ: i32 = 1;
/** Each worker gets and puts a page of its own: the ceiling. */
export const PRIVATE: i32 = 2;
/** Get and put pages drawn from a table. */
export const SPREAD: i32 = 3;
/** Gets on a page that is free: none succeeds. */
export const FAILED_GET: i32 = 4;
/** Each worker hands out and frees a page of its own, as per-CPU page sets do: init, put to zero. */
export const FREE_OWN: i32 = 5;
/** As FREE_OWN through the allocator, with a late speculative get on the next worker's page after each free. */
export const FREE_CONTENDED: i32 = 6;
/** The mixed life of the race: getters, owners, freezers. */
export const CHURN: i32 = 7;

// The machine's own ceilings, whatever the protocol: one instruction on one word that all workers share.
export const RAW_LOAD: i32 = 8;
export const RAW_ADD: i32 = 9;
export const RAW_COMPARE_EXCHANGE: i32 = 10;
