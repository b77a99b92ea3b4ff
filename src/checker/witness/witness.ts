// The witness that a schedule makes: its steps, and its token.

import type { SourceLine } from '../../front-end/places.js';
import type { ResolvedCheck } from '../../requests/check-request.js';
import type { Witness } from '../../results/check-result.js';
import type { Property } from '../../violations/table.js';
import type { Model } from '../model/model.js';
import type { ScheduleStep } from '../trace/shortest.js';
import { witnessSteps } from './steps.js';
import { scheduleText, tokenOf } from './token.js';

/** What the witnesses of one check share. */
export interface Explored {
  readonly model: Model;
  /** Of the sources and the configuration. */
  readonly digest: string;
  readonly lineOf: (offset: number) => SourceLine;
}

/** The witness that `schedule` makes. */
export function witnessOf(
  resolved: ResolvedCheck,
  { model, digest, lineOf }: Explored,
  property: Property,
  schedule: readonly ScheduleStep[],
): Witness {
  const steps = witnessSteps(model, schedule, lineOf);
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
