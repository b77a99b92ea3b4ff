// What is still ahead of a schedule that somebody has prefix.

import type { Model } from '../model/model.js';
import type { ScheduleStep } from './shortest.js';

/**
 * `model` as it is after the steps of `prefix`: its initial state is the one that they lead to. Its threads are no longer to be
 * put in another order, as they are where equal ones are exchanged.
 */
export function modelAfter(model: Model, prefix: readonly ScheduleStep[]): Model {
  if (prefix.length === 0) return model;
  const stepper = model.newStepper();
  let fields = model.initial(model.starts);
  for (const { thread, choice } of prefix) {
    stepper.execute(fields, thread, choice);
    fields = stepper.fields.slice();
  }
  return { ...model, initial: () => fields.slice() };
}
