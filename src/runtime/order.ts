// Portable. The ordering that the source asks for at each atomic operation. SharedArrayBuffer and WebAssembly make
// every atomic sequentially consistent, which subsumes all four; the `wasm` engine has something weaker for a
// RELAXED store alone, a plain one. The checker can honour them one by one.

/** Orders nothing but its own location (kernel: `READ_ONCE`, `atomic_set`, `cmpxchg_relaxed`). */
export const RELAXED: i32 = 0;
/** Later accesses stay after it (kernel: `smp_load_acquire`, `_acquire`). */
export const ACQUIRE: i32 = 1;
/** Earlier accesses stay before it (kernel: `smp_store_release`, `_release`). */
export const RELEASE: i32 = 2;
/** A full barrier on both sides (kernel: value-returning atomics without suffix). */
export const FULL: i32 = 3;
