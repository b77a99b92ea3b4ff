import { expect, test } from 'vitest';
import { startWaiting } from '../../src/arena/waiting.js';

test.each<[what: string, passedMs: number, cpuMs: number, threads: number, waitedMs: number]>([
  ['one that has a CPU to itself', 1000, 1000, 1, 1000],
  ['one that a busy machine gives a quarter of a CPU', 1000, 250, 1, 250],
  ['each of two that share a CPU', 1000, 1000, 2, 500],
  ['no longer than it took, when others of the program run too', 1000, 1800, 1, 1000],
  ['one that sleeps, or that the machine has forgotten', 1000, 0, 1, 100],
])('waits for %s', (_, passedMs, cpuMs, threads, waitedMs) => {
  let [clock, cpu] = [5000, 700];
  const waited = startWaiting(
    () => clock,
    () => cpu,
  );
  [clock, cpu] = [clock + passedMs, cpu + cpuMs];
  expect(waited(threads)).toBe(waitedMs);
});
