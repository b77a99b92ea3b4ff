// Reads the tokens that witness-token.ts writes.

import { type CheckRequest, type ResolvedCheck, resolveCheck } from '../../requests/check-request.js';
import { withDescriptorDefaults } from '../../scenarios/reclaim.js';
import { UsageError } from '../../usage-error.js';
import type { ScheduleStep } from '../trace/shortest.js';

/** Far more than a shortest witness takes. */
const MAX_STEPS = 10_000;

/** The inverse of scheduleText(), or undefined if `text` is no schedule. @throws UsageError for one that is too long */
export function parseSchedule(text: string): ScheduleStep[] | undefined {
  if (!/^([a-p](\.?\d+)?)*$/.test(text)) return undefined;
  const runs = [...text.matchAll(/[a-p](\d+)?/g)];
  const steps = runs.reduce((sum, [, number]) => sum + Number(number ?? 1), 0);
  if (steps > MAX_STEPS) {
    throw new UsageError(`a schedule of ${steps} steps is no witness: at most ${MAX_STEPS} are replayed`);
  }
  return [...text.matchAll(/([a-p])(\.)?(\d+)?/g)].flatMap(([, letter = '', dot, number]) => {
    const thread = letter.charCodeAt(0) - 'a'.charCodeAt(0);
    if (dot) return [{ thread, choice: Number(number) }];
    return Array.from({ length: Number(number ?? 1) }, () => ({ thread, choice: 0 }));
  });
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
  const [protocol = '', scenario = '', ...options] = what.split(',').map((part) => decoded(part, text));
  const request: Record<string, unknown> = { protocol, scenario };
  const known = [
    ...Object.keys(resolveCheck({ protocol, scenario }).config),
    ...Object.keys(withDescriptorDefaults({})),
  ];
  for (const option of options) {
    const [key = '', value = ''] = option.split('=');
    if (!known.includes(key)) throw new UsageError(`"${text}" is no token: there is no option "${key}"`);
    if (Object.hasOwn(request, key)) throw new UsageError(`"${text}" is no token: it says ${key} twice`);
    request[key] = key === 'roles' ? value.split('+') : /^\d+$/.test(value) ? Number(value) : value;
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
