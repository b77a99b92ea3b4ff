// Every protocol in every scenario under both destructor policies.

import type { CheckRequest } from '../requests/check-request.js';
import { scenarios } from '../scenarios/index.js';

/** The cells that `request` leaves open. */
export function matrixCells(request: CheckRequest, protocols: readonly string[]): CheckRequest[] {
  const policies = request.dtor ? [request.dtor] : (['captured', 'looked-up'] as const);
  const among = scenarios.filter(({ name }) => request.scenario === undefined || name === request.scenario);
  return protocols.flatMap((protocol) =>
    among.flatMap((scenario) =>
      policies.map((dtor) => ({ ...request, ...cellOf(scenario.name, request), protocol, dtor })),
    ),
  );
}

/** An overflow takes 2^31 failed gets on the real word: what can be explored is its shape on a narrow one. */
function cellOf(scenario: string, { width, rounds }: CheckRequest): CheckRequest {
  if (scenario !== 'overflow' || width !== undefined) return { scenario };
  return { scenario, width: 3, rounds: rounds ?? 3 };
}
