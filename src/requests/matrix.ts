// Every protocol in every scenario under both destructor policies.

import { suits } from '../memory-facts.js';
import type { CheckRequest } from '../requests/check-request.js';
import { scenarios } from '../scenarios/index.js';

/** The cells that `request` leaves open, in all scenarios unless `names` says which. */
export function matrixCells(
  request: CheckRequest,
  protocols: readonly string[],
  names?: readonly string[],
): CheckRequest[] {
  const policies = request.dtor ? [request.dtor] : (['captured', 'looked-up'] as const);
  const explored = scenarios.filter(({ name }) => suits(request.memory ?? 'sc', name));
  const among = names ?? explored.map(({ name }) => name);
  return protocols.flatMap((protocol) =>
    among.flatMap((scenario) => policies.map((dtor) => ({ ...request, scenario, protocol, dtor }))),
  );
}
