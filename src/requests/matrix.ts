// Every protocol in every scenario under both destructor policies.

import type { CheckRequest } from '../requests/check-request.js';
import { scenarios } from '../scenarios/index.js';
import { resolveProtocol } from './resolve-protocol.js';
import { resolveScenario } from './resolve-scenario.js';

/** The cells that `request` leaves open. @throws UsageError for a scenario that there is not. */
export function matrixCells(request: CheckRequest, protocols: readonly string[]): CheckRequest[] {
  const policies = request.dtor ? [request.dtor] : (['captured', 'looked-up'] as const);
  const among = request.scenario === undefined ? scenarios : [resolveScenario(request.scenario)];
  return protocols.flatMap((protocol) =>
    among.flatMap((scenario) =>
      policies.map((dtor) => ({ ...request, ...cellOf(protocol, scenario.name, request), protocol, dtor })),
    ),
  );
}

/**
 * An overflow of the real word takes 2^31 failed gets, too many to explore, so the word is narrowed to 3 bits. What counts
 * in words of each worker, too, is never narrow, and gets so many rounds as it is.
 */
function cellOf(protocol: string, scenario: string, { width, rounds }: CheckRequest): CheckRequest {
  if (scenario !== 'overflow' || width !== undefined) return { scenario };
  if (resolveProtocol(protocol).workerWords > 0) return { scenario, rounds: rounds ?? 3 };
  return { scenario, width: 3, rounds: rounds ?? 3 };
}
