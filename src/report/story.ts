// The most telling violation of a race, told as what the threads did.

import type { RaceResult } from '../results/race-result.js';
import { violations, violationTable } from '../violations/table.js';
import { time } from './numbers.js';

/** A title, then the sentences that tell the most telling event of `result`; empty when there is none. */
export function story(result: RaceResult): string[] {
  const [event] = [...result.events].sort((a, b) => violations.indexOf(a.violation) - violations.indexOf(b.violation));
  if (!event) return [];
  const { protocol, engine } = result.config;
  const { title, story: tell } = violationTable[event.violation];
  const when = `${time(event.timeMs)} after the start`;
  return [`${title} (${protocol}, ${engine}, ${when}, page ${event.page}):`, ...tell(event)];
}
