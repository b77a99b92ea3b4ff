// The system that a resolved check asks for: its threads, over the memory of its model.

import type { ResolvedCheck } from '../requests/check-request.js';
import { type Model, modelOf } from './machine/model.js';
import { weakly } from './weak/over-weak-memory.js';

/** `bundle`: text of a bundle of the check's protocol (see engines/link-model.ts). @throws ProgramError */
export function buildModel(bundle: string, { config, scenario }: ResolvedCheck): Model {
  const model = modelOf(bundle, {
    roles: scenario.cast.map(({ number }) => number),
    rounds: roundsOf({ config, scenario }),
    pages: config.pages,
    slots: config.slots,
    lookedUp: config.dtor === 'looked-up',
    recheck: config.recheck,
    unmapLate: config.unmap === 'after-put',
    width: config.width,
    resetAfter: config.resetAfter ?? undefined,
  });
  return config.memory === 'ra' ? weakly(model) : model;
}

/** Rounds of its role that each thread plays. */
export function roundsOf({ config, scenario }: Pick<ResolvedCheck, 'config' | 'scenario'>): number[] {
  return scenario.cast.map(({ rounds }) => rounds * config.rounds);
}
