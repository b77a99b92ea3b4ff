// One clock for all threads of a process: performance.now() has an origin of its own in each.

/** Milliseconds on the system's monotonic clock. */
export function clockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
