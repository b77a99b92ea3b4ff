import { availableParallelism, loadavg } from 'node:os';

/** Number of CPUs without other load; at least 1. */
export function idleCpus(): number {
  const [lastMinute = 0] = loadavg();
  return Math.max(1, availableParallelism() - Math.round(lastMinute));
}
