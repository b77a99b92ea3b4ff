// A protocol in every scenario that can show what the thread speaks of.

import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult } from '../results/check-result.js';
import { type Property, violations } from '../violations/table.js';
import type { Instruments } from './claim.js';
import { violated } from './instruments.js';

const SCENARIOS = ['email', 'stale', 'two-puts', 'getters', 'freezer', 'allocator', 'mixed', 'walker'];

/** Without the stale get: any protocol shows it when the destructor is captured. */
export const LIFETIME: readonly Property[] = violations.filter((violation) => violation !== 'typeConfusionStaleGet');

export interface EverywhereResult {
  readonly results: readonly CheckResult[];
  readonly complete: boolean;
  readonly bound: string;
}

export async function everywhere(instruments: Instruments, request: CheckRequest): Promise<EverywhereResult> {
  const results = await Promise.all(SCENARIOS.map((scenario) => instruments.check({ ...request, scenario })));
  const complete = results.every((result) => result.complete);
  const states = results.reduce((sum, result) => sum + result.states, 0);
  const threads = Math.max(...results.map(({ config }) => config.roles.length));
  const how = complete ? 'every interleaving' : 'not all interleavings';
  return {
    results,
    complete,
    bound: `${how} of ${results.length} scenarios (${SCENARIOS.join(', ')}), up to ${threads} threads, sequential consistency: ${states} states`,
  };
}

/** Names of the scenarios that violate one of `properties`. */
export function breaking({ results }: EverywhereResult, properties: readonly Property[]): string[] {
  return results
    .filter((result) => violated(result).some((name) => properties.includes(name)))
    .map(({ config }) => config.scenario);
}

/** A command for each scenario. */
export function commandsFor(options: string): string[] {
  return SCENARIOS.map((scenario) => `reftorture check --scenario ${scenario} ${options}`);
}
