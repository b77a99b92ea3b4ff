// Portable. The ordering that the source asks for at each atomic operation. SharedArrayBuffer and WebAssembly make
// every atomic sequentially consistent, which subsumes all four; the checker can honour them one by one. On the `wasm`
// engine a RELAXED load or store is a plain access.

/** Orders nothing but its own location (kernel: `READ_ONCE`, `atomic_set`, `cmpxchg_relaxed`). */
export const RELAXED: i32 = 0;
/** Later accesses stay after it (kernel: `smp_load_acquire`, `_acquire`). */
export const ACQUIRE: i32 = 1;
/** Earlier accesses stay before it (kernel: `smp_store_release`, `_release`). */
export const RELEASE: i32 = 2;
/** A full barrier on both sides (kernel: value-returning atomics without suffix). */
export const FULL: i32 = 3;
