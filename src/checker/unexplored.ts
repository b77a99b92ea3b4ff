// A check without its exploration: the code that it would explore, and the result of one that came to nothing. It is small
// beside the rest of the checker, which only a thread that explores has to load.

import { type Maker, modelFor, sourcesOf } from '../engines/kernels.js';
import { describeEnvironment, type Environment } from '../machine/environment.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { constantsOf, type ResolvedCheck } from '../requests/check-request.js';
import type { CheckConfig, CheckResult } from '../results/check-result.js';
import { findsOf } from '../scenarios/finds.js';
import { type Property, properties } from '../violations/table.js';

/** The code that is explored. @throws what `maker` throws */
export function codeOf(resolved: ResolvedCheck, maker: Maker): Promise<ModelCode> {
  return modelFor(sourcesOf(resolved), maker, constantsOf(resolved.config));
}

/** The result of a check in which nothing was found out, but for what is `found`. `environment`: the machine. */
export function checkResult(
  config: CheckConfig,
  environment: Environment,
  found: Pick<CheckResult, 'properties' | 'notes'> & Partial<CheckResult>,
): CheckResult {
  return {
    ...{ schema: 'reftorture/check@1', config, environment, verdict: 'inconclusive', properties: found.properties },
    ...{ states: 0, transitions: 0, finals: 0, depth: 0, complete: false, interrupted: false, frontier: 0 },
    ...{ elapsedMs: 0, bytesPerState: 0, threads: 1, witness: null, witnesses: [] },
    ...found,
  };
}

interface EmptyCheck {
  readonly wanted?: readonly Property[] | undefined;
  readonly interrupted: boolean;
  readonly note: string;
}

/** The result of a check that came to nothing. `note` says why; `interrupted`: whether that was asked for. */
export function emptyCheck(
  { config }: ResolvedCheck,
  { wanted = properties, interrupted, note }: EmptyCheck,
): CheckResult {
  const unknown = Object.fromEntries(wanted.map((property) => [property, 'unknown' as const]));
  const found = { properties: unknown, interrupted, notes: [note], ...reachOf(config.scenario) };
  return checkResult(config, describeEnvironment(), found);
}

/** Returns what the scenario is able to find, as a key of a result. */
export function reachOf(scenario: string): Pick<CheckResult, 'scenarioFinds'> {
  const scenarioFinds = findsOf(scenario);
  return scenarioFinds ? { scenarioFinds } : {};
}
