// The most telling violation of a race, as a sequence of what the threads did.

import type { RaceResult } from '../results/race-result.js';
import { violations, violationTable } from '../violations/table.js';
import { time } from './numbers.js';

/** A title, then sentences about the most telling event of `result`; empty without an event. */
export function story(result: RaceResult): string[] {
  const [event] = [...result.events].sort((a, b) => violations.indexOf(a.violation) - violations.indexOf(b.violation));
  if (!event) return [];
  const { protocol, engine } = result.config;
  const { title, story: tell } = violationTable[event.violation];
  const when = `${time(event.timeMs)} after the start`;
  const where = event.page < 0 ? '' : `, page ${event.page}`;
  return [`${title} (${protocol}, ${engine}, ${when}${where}):`, ...tell(event)];
}
