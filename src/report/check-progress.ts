import type { CheckProgress } from '../requests/options.js';
import { short, time } from './numbers.js';

/** After so long, progress also says what is left. */
const ESTIMATE_AFTER_MS = 3000;

/** How far a check has come, and how much of it is left. */
export function progressText({ states, depth, statesPerSec, leftMs }: CheckProgress, elapsedMs: number): string {
  const found = `${short(states)} states, ${depth} steps deep, ${short(Math.round(statesPerSec))} states/s`;
  if (elapsedMs < ESTIMATE_AFTER_MS) return found;
  return `${found}, ${leftMs === null ? 'cannot tell what is left' : `about ${time(Math.max(1000, leftMs))} left`}`;
}
