// A witness in short: what was checked, a digest of everything that the schedule depends on, and the schedule itself:
// `v4,email,dtor=looked-up@0123456789ab:a5b5c5a`.

import { createHash } from 'node:crypto';
import { type CheckRequest, type ResolvedCheck, resolveCheck } from '../requests/check-request.js';
import type { CheckConfig } from '../results/check-result.js';
import { UsageError } from '../usage-error.js';
import type { Move } from './explore/shortest.js';

/** Digest of the sources and the configuration: a schedule means something only under the same two. */
export function digestOf(sources: string, config: CheckConfig): string {
  return createHash('sha256')
    .update(`${sources}\0${JSON.stringify(config)}`)
    .digest('hex')
    .slice(0, 12);
}

/** `a5b2a`: thread 0 moves five times, thread 1 twice, thread 0 once. A choice adds its outcome: `a.3`. */
export function scheduleText(moves: readonly Move[]): string {
  let text = '';
  for (let index = 0; index < moves.length; ) {
    const { thread, way } = moves[index] as Move;
    let end = index + 1;
    if (way === 0) while (moves[end]?.thread === thread && moves[end]?.way === 0) end++;
    const letter = String.fromCharCode('a'.charCodeAt(0) + thread);
    text += way > 0 ? `${letter}.${way}` : `${letter}${end - index > 1 ? end - index : ''}`;
    index = end;
  }
  return text;
}

/** The moves of a scheduleText(), or undefined when it is none. */
export function movesOf(text: string): Move[] | undefined {
  if (!/^([a-p](\.?\d+)?)*$/.test(text)) return undefined;
  return [...text.matchAll(/([a-p])(\.)?(\d+)?/g)].flatMap(([, letter = '', choice, number]) => {
    const thread = letter.charCodeAt(0) - 'a'.charCodeAt(0);
    if (choice) return [{ thread, way: Number(number) }];
    return Array.from({ length: Number(number ?? 1) }, () => ({ thread, way: 0 }));
  });
}

export interface Token {
  readonly resolved: ResolvedCheck;
  readonly digest: string;
  readonly moves: readonly Move[];
}

/** Names only what the protocol and the scenario do not stand for already. */
export function tokenOf({ config, defaults }: ResolvedCheck, digest: string, moves: readonly Move[]): string {
  const { protocol, scenario, ...rest } = config;
  const options = Object.entries(rest)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[key as keyof CheckConfig]))
    .map(([key, value]) => `${key}=${encodeURIComponent(Array.isArray(value) ? value.join('+') : String(value))}`);
  return `${[encodeURIComponent(protocol), scenario, ...options].join()}@${digest}:${scheduleText(moves)}`;
}

/** @throws UsageError when `text` is no token, or names what is not there. */
export function parseToken(text: string): Token {
  const [, what = '', digest = '', schedule = ''] = /^([^@]+)@([0-9a-f]{12}):([a-p.\d]*)$/.exec(text) ?? [];
  const moves = movesOf(schedule);
  if (what === '' || !moves) {
    throw new UsageError(`"${text}" is neither a witness file nor a token such as v4,email@0123456789ab:a5b5c5a`);
  }
  const [protocol = '', scenario = '', ...options] = what.split(',').map(decodeURIComponent);
  const request: Record<string, unknown> = { protocol, scenario };
  for (const option of options) {
    const [key = '', value = ''] = option.split('=');
    request[key] = key === 'roles' ? value.split('+') : /^\d+$/.test(value) ? Number(value) : value;
    if (value === 'true' || value === 'false') request[key] = value === 'true';
  }
  return { resolved: resolveCheck(request as CheckRequest), digest, moves };
}
