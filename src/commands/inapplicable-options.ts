// Options that would do nothing where they stand. They are refused: a reader of the result would take them to have counted.

import type { Command } from 'commander';
import { UsageError } from '../usage-error.js';

/** @throws UsageError when one of the options `idle` was typed; `why` begins the sentence. */
export function refuseIdle(command: Command, idle: readonly string[], why: string): void {
  const typed = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  const named = typed.flatMap(({ long }) => long ?? []).filter((long) => idle.includes(long));
  if (named.length > 0) throw new UsageError(`${why}: leave out ${named.join(', ')}`);
}

/** @throws UsageError when any option but those of `heeded` was typed; `why` begins the sentence. */
export function refuseAllBut(command: Command, heeded: readonly string[], why: string): void {
  const known = command.options.flatMap(({ long }) => long ?? []);
  const idle = known.filter((long) => !heeded.includes(long));
  refuseIdle(command, idle, why);
}

/** @throws UsageError for a `tier` where no wasm engine would use it. */
export function refuseIdleTier(tier: string | undefined, engines: readonly string[]): void {
  if (tier === undefined || engines.includes('wasm')) return;
  throw new UsageError(`--tier is for the wasm engine, not for ${engines.join(', ')}: leave it out`);
}
