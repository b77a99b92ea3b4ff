// Every protocol in every scenario under both destructor policies.

import type { CheckResult } from '../results/check-result.js';
import { scenarios } from '../scenarios/index.js';
import { type CheckOptions, check } from './check.js';
import type { CheckRequest } from './check-config.js';

/** The cells that `request` leaves open, checked one after another; `onResult` hears of each. */
export async function checkAll(
  request: CheckRequest,
  protocols: readonly string[],
  options: CheckOptions,
  onResult: (result: CheckResult, done: number, total: number) => void = () => {},
): Promise<CheckResult[]> {
  const policies = request.dtor ? [request.dtor] : (['captured', 'looked-up'] as const);
  const among = scenarios.filter(({ name }) => request.scenario === undefined || name === request.scenario);
  const cells = protocols.flatMap((protocol) =>
    among.flatMap((scenario) =>
      policies.map((dtor) => ({ ...request, ...cellOf(scenario.name, request), protocol, dtor })),
    ),
  );
  const results: CheckResult[] = [];
  for (const cell of cells) {
    const result = await check(cell, options);
    results.push(result);
    onResult(result, results.length, cells.length);
  }
  return results;
}

/** An overflow takes 2^31 failed gets on the real word: what can be explored is its shape on a narrow one. */
function cellOf(scenario: string, { width, rounds }: CheckRequest): CheckRequest {
  if (scenario !== 'overflow' || width !== undefined) return { scenario };
  return { scenario, width: 3, rounds: rounds ?? 3 };
}
