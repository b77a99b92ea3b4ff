// The code that a check explores, and its transition system.

import { type Maker, modelFor, sourcesOf } from '../engines/kernels.js';
import type { Constants } from '../front-end/front-end.js';
import type { ModelCode, Program } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import { descriptorNumbers } from '../scenarios/reclaim.js';
import { overKernelMemory } from './memory/lkmm/over-kernel-memory.js';
import { overWeakMemory } from './memory/ra/over-weak-memory.js';
import { type Model, modelOf } from './model/model.js';

/** The constants that a check has other values for: the width of the count word, and the limit of failed gets. */
export function constantsOf({ width, resetAfter }: ResolvedCheck['config']): Constants {
  return {
    ...(width === 32 ? {} : { WIDTH: width }),
    ...(resetAfter === null ? {} : { RESET_AFTER: resetAfter }),
  };
}

/** The code of `resolved`. @throws what `maker` throws */
export function codeOf(resolved: ResolvedCheck, maker: Maker): Promise<ModelCode> {
  return modelFor(sourcesOf(resolved), maker, constantsOf(resolved.config));
}

/** `program`: of codeOf(). @throws ProgramError */
export function buildModel(program: Program, { config, scenario }: ResolvedCheck): Model {
  const model = modelOf(program, {
    roles: scenario.threadRoles.map(({ number }) => number),
    rounds: roundsOf({ config, scenario }),
    pages: config.pages,
    slots: config.slots,
    lookedUp: config.dtor === 'looked-up',
    recheck: config.recheck,
    unmapLate: config.unmap === 'after-put',
    ...descriptorNumbers(config),
    width: config.width,
  });
  if (config.memory === 'lkmm') return overKernelMemory(model);
  return config.memory === 'ra' ? overWeakMemory(model) : model;
}

/** The number of rounds of each thread. */
export function roundsOf({ config, scenario }: Pick<ResolvedCheck, 'config' | 'scenario'>): number[] {
  return scenario.threadRoles.map(({ rounds }) => rounds * config.rounds);
}
