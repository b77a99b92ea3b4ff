// A token is a witness as one short text, such as `v4,email,dtor=looked-up@0123456789ab:a5b5c5a`: the configuration, a
// digest of everything that the schedule depends on, and the schedule.

import { host } from '#host';
import type { ResolvedCheck } from '../../requests/check-request.js';
import type { CheckConfig } from '../../results/check-result.js';
import type { ScheduleStep } from '../trace/shortest.js';

/**
 * Digest of the sources and the configuration. A schedule is meaningful only for the same sources and configuration.
 */
export function digestOf(sources: string, config: CheckConfig): string {
  return host.sha256(`${sources}\0${JSON.stringify(config)}`).slice(0, 12);
}

/** `a5b2a`: thread 0 takes five steps, thread 1 two, thread 0 one. `a.3`: thread 0 takes its transition number 3. */
export function scheduleText(schedule: readonly ScheduleStep[]): string {
  let text = '';
  for (let index = 0; index < schedule.length; ) {
    const { thread, choice } = schedule[index] as ScheduleStep;
    let end = index + 1;
    if (choice === 0) while (schedule[end]?.thread === thread && schedule[end]?.choice === 0) end++;
    const letter = String.fromCharCode('a'.charCodeAt(0) + thread);
    text += choice > 0 ? `${letter}.${choice}` : `${letter}${end - index > 1 ? end - index : ''}`;
    index = end;
  }
  return text;
}

/** The token of a witness. It contains only the options that differ from the defaults of protocol and scenario. */
export function tokenOf(
  { config, defaults }: ResolvedCheck,
  digest: string,
  schedule: readonly ScheduleStep[],
): string {
  const { protocol, scenario, ...rest } = config;
  const options = Object.entries(rest)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key as keyof CheckConfig]))
    .map(([key, value]) => `${key}=${encodeURIComponent(Array.isArray(value) ? value.join('+') : String(value))}`);
  return `${[encoded(protocol), encoded(scenario), ...options].join()}@${digest}:${scheduleText(schedule)}`;
}

/** As decodeURIComponent() takes it, and without a character that a shell has a use for. */
function encoded(path: string): string {
  return encodeURIComponent(path).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
