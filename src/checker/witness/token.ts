// A token is a witness as one short text, such as `v4,email,dtor=looked-up@0123456789ab:a5b5c5a`: the configuration, a
// digest of everything that the schedule depends on, and the schedule.

import { host } from '#host';
import { type CheckRequest, type ResolvedCheck, resolveCheck } from '../../requests/check-request.js';
import type { CheckConfig } from '../../results/check-result.js';
import { withDescriptorDefaults } from '../../scenarios/reclaim.js';
import { UsageError } from '../../usage-error.js';
import { parseSchedule, type ScheduleStep, scheduleText } from '../trace/schedule.js';

/**
 * Digest of the sources and the configuration. A schedule is meaningful only for the same sources and configuration.
 */
export function digestOf(sources: string, config: CheckConfig): string {
  return host.sha256(`${sources}\0${JSON.stringify(config)}`).slice(0, 12);
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
    .map(
      ([key, value]) =>
        `${key}=${[value]
          .flat()
          .map((one) => encodeURIComponent(String(one)))
          .join('+')}`,
    );
  return `${[encoded(protocol), encoded(scenario), ...options].join()}@${digest}:${scheduleText(schedule)}`;
}

/** As decodeURIComponent() takes it, and without a character that a shell has a use for. */
function encoded(path: string): string {
  return encodeURIComponent(path).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

export interface WitnessToken {
  readonly resolved: ResolvedCheck;
  readonly digest: string;
  readonly schedule: readonly ScheduleStep[];
}

/** @throws UsageError when `text` is no token, or names an unknown protocol, scenario or option. */
export function parseToken(text: string): WitnessToken {
  const [, what = '', digest = '', letters = ''] = /^([^@]+)@([0-9a-f]{12}):([a-p.\d]*)$/.exec(text) ?? [];
  const schedule = parseSchedule(letters);
  if (what === '' || !schedule) {
    throw new UsageError(`"${text}" is neither a witness file nor a token such as v4,email@0123456789ab:a5b5c5a`);
  }
  const [protocol = '', scenario = '', ...options] = what.split(',');
  const request: Record<string, unknown> = { protocol: decoded(protocol, text), scenario: decoded(scenario, text) };
  const known = [...Object.keys(resolveCheck(request).config), ...Object.keys(withDescriptorDefaults({}))];
  for (const option of options) {
    const [key = '', encodedValue = ''] = option.split('=');
    const values = encodedValue.split('+').map((part) => decoded(part, text)); // a role's name may have a plus
    const value = values.join('+');
    if (!known.includes(key)) throw new UsageError(`"${text}" is no token: there is no option "${key}"`);
    if (Object.hasOwn(request, key)) throw new UsageError(`"${text}" is no token: it says ${key} twice`);
    request[key] = key === 'roles' ? values : /^\d+$/.test(value) ? Number(value) : value;
    if (value === 'true' || value === 'false') request[key] = value === 'true';
  }
  return { resolved: resolveCheck(request as CheckRequest), digest, schedule };
}

function decoded(part: string, text: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new UsageError(`"${text}" is no token: "${part}" has a % without two hexadecimal digits`);
  }
}
