// The witness that a schedule makes: its steps, and its token.

import type { ResolvedCheck } from '../../requests/check-request.js';
import type { Witness } from '../../results/check-result.js';
import type { Property } from '../../violations/table.js';
import { type ScheduleStep, scheduleText } from '../trace/schedule.js';
import { type Walk, witnessSteps } from './steps.js';
import { tokenOf } from './token.js';

/** `digest`: of the sources and the configuration. */
export function witnessOf(
  resolved: ResolvedCheck,
  { digest, ...walk }: Walk & { readonly digest: string },
  property: Property,
  schedule: readonly ScheduleStep[],
): Witness {
  const steps = witnessSteps(walk, schedule);
  return {
    property,
    steps,
    countAccesses: steps.filter(({ location }) => location.startsWith('refcount')).length,
    switches: schedule.filter(({ thread }, index) => index > 0 && thread !== schedule[index - 1]?.thread).length,
    digest,
    schedule: scheduleText(schedule),
    token: tokenOf(resolved, digest, schedule),
  };
}
