// Builds the transition system of a check.

import type { ResolvedCheck } from '../requests/check-request.js';
import { descriptorNumbers } from '../scenarios/reclaim.js';
import { overKernelMemory } from './lkmm/over-kernel-memory.js';
import { type Model, modelOf } from './machine/model.js';
import { overWeakMemory } from './weak/over-weak-memory.js';

/** `bundle`: the text of the bundle of the check's protocol (see engines/link/model.ts). @throws ProgramError */
export function buildModel(bundle: string, { config, scenario }: ResolvedCheck): Model {
  const model = modelOf(bundle, {
    roles: scenario.cast.map(({ number }) => number),
    rounds: roundsOf({ config, scenario }),
    pages: config.pages,
    slots: config.slots,
    lookedUp: config.dtor === 'looked-up',
    recheck: config.recheck,
    unmapLate: config.unmap === 'after-put',
    ...descriptorNumbers(config),
    width: config.width,
    resetAfter: config.resetAfter ?? undefined,
  });
  if (config.memory === 'lkmm') return overKernelMemory(model);
  return config.memory === 'ra' ? overWeakMemory(model) : model;
}

/** The number of rounds of each thread. */
export function roundsOf({ config, scenario }: Pick<ResolvedCheck, 'config' | 'scenario'>): number[] {
  return scenario.cast.map(({ rounds }) => rounds * config.rounds);
}
