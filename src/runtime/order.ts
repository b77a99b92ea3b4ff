// Portable. The ordering that the source asks for at each atomic operation. On SharedArrayBuffer and WebAssembly every
// atomic access is sequentially consistent, which is at least as strong as all four. The `wasm` engine has a weaker
// access in one case: a RELAXED store is a plain one. The checker honours all four under weak memory.

/** Orders nothing but its own location (Linux: `READ_ONCE`, `atomic_set`, `cmpxchg_relaxed`). */
export const RELAXED: i32 = 0;
/** Later accesses stay after it (Linux: `smp_load_acquire`, `_acquire`). */
export const ACQUIRE: i32 = 1;
/** Earlier accesses stay before it (Linux: `smp_store_release`, `_release`). */
export const RELEASE: i32 = 2;
/** A full barrier on both sides (Linux: value-returning atomics without suffix). */
export const FULL: i32 = 3;
