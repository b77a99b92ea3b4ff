// Flags of V8 for processes that are over soon, as those of tests are.

/**
 * Optimised code is hardly used in such a process: to optimise later saves a race of the command line a third of its time,
 * and a test file a seventh. V8 11 (Node 20) has a flag for that.
 */
export const V8_FLAGS: readonly string[] = process.versions.v8.startsWith('11.') ? ['--interrupt-budget=1000000'] : [];
