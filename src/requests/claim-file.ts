// A claim that somebody posted: a protocol, a scenario, and accesses of its threads in an order that is to show a violation. A
// file of JSON, or a document with a block of the language `claim`.

import { checkOptions } from '../options/check-options.js';
import type { Table } from '../options/option.js';
import { readBytes } from '../results/read-result.js';
import { asResultText } from '../results/text-limits.js';
import { pickName, UsageError } from '../usage-error.js';
import { type Property, properties } from '../violations/table.js';
import type { CheckRequest } from './check-request.js';
import { vetRequest } from './vet.js';

export interface PostedStep {
  readonly thread: string;
  /** Words that `check` prints of such a step, in any order. */
  readonly does: string;
}

export interface PostedClaim {
  readonly request: CheckRequest;
  /** Undefined: the claim is that the steps are possible. */
  readonly shows: Property | undefined;
  readonly steps: readonly PostedStep[];
}

const BLOCK = /^```claim\n([\s\S]*?)^```/m;

/** @throws UsageError for a file that is no claim */
export function readClaim(file: string): PostedClaim {
  const text = new TextDecoder().decode(readBytes(file)).replaceAll('\r\n', '\n');
  const { shows, steps, ...request } = text.trimStart().startsWith('{')
    ? jsonClaim(file, text)
    : blockClaim(file, text);
  if (!Array.isArray(steps) || steps.length === 0 || !steps.every(isStep)) {
    throw new UsageError(`"${file}" has no steps: write them as THREAD: WORDS, such as T1: fetchSub refcount`);
  }
  vetRequest('check', request, {});
  return {
    request,
    shows: shows === undefined ? undefined : pickName('property', properties, String(shows)),
    steps: steps.map(textOfStep),
  };
}

function textOfStep({ thread, does }: PostedStep): PostedStep {
  return { thread: asResultText(thread), does: asResultText(does) };
}

type Raw = Readonly<Record<string, unknown>>;

function jsonClaim(file: string, text: string): Raw {
  try {
    return JSON.parse(text) as Raw;
  } catch (error) {
    throw new UsageError(`"${file}" is no JSON: ${(error as Error).message}`);
  }
}

/** Lines `key: value`, an empty line, and lines `THREAD: WORDS`, which may be numbered. */
function blockClaim(file: string, text: string): Raw {
  const [, block] = BLOCK.exec(text) ?? [];
  if (block === undefined) throw new UsageError(`"${file}" has no block that begins with \`\`\`claim`);
  const [head = '', ...rest] = block.trim().split(/\n\s*\n/);
  const values = pairsIn(file, head.split('\n')).map(([key, value]) => [key, typed(key, value)]);
  const lines = rest
    .join('\n')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const steps = pairsIn(file, lines).map(
    ([thread, does]): PostedStep => ({ thread: thread.replace(/^\d+\.\s*/, ''), does }),
  );
  return { ...Object.fromEntries(values), steps };
}

function pairsIn(file: string, lines: readonly string[]): [string, string][] {
  return lines.map((line) => {
    const at = line.indexOf(':');
    if (at < 0) throw new UsageError(`"${file}": a line of a claim is NAME: TEXT, not "${line}"`);
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
}

function typed(key: string, value: string): unknown {
  const kind = Object.hasOwn(checkOptions, key) ? (checkOptions as Table)[key]?.value.kind : undefined;
  if (kind === 'whole') return Number(value);
  if (kind === 'list') return value.split(',').map((item) => item.trim());
  return kind === 'switch' ? value !== 'false' : value;
}

function isStep(step: unknown): step is PostedStep {
  const { thread, does } = (step ?? {}) as Partial<PostedStep>;
  return typeof thread === 'string' && typeof does === 'string' && does.trim() !== '';
}
