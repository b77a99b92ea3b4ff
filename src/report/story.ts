// The most telling violation of a race, as a sequence of what the threads did.

import type { RaceConfig, RaceResult } from '../results/race-result.js';
import { builtInRoles, scenarios } from '../scenarios/index.js';
import type { Reader } from '../violations/stories.js';
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
  return [`${title} (${protocol}, ${engine}, ${when}${where}):`, ...tell(event, readerOf(event.role, result.config))];
}

/** A scenario of the user's own may have a role of the same name that does something else. */
function readerOf(role: string, { scenario, recheck }: RaceConfig): Reader {
  const known = scenarios.some(({ name }) => name === scenario);
  const { finds, heeds } = (known ? builtInRoles().find(({ name }) => name === role) : undefined) ?? {};
  return { finds, rechecks: recheck && heeds?.includes('recheck') === true };
}
