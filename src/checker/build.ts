// The transition system that a check explores, from the code of its kernel.

import type { SourceLine } from '../front-end/places.js';
import { type Program, ProgramError } from '../printers/model/instructions.js';
import { type ResolvedCheck, roundsOf } from '../requests/check-request.js';
import { descriptorNumbers } from '../scenarios/reclaim.js';
import { refuse } from './any-threads/refusals.js';
import { memoryModels } from './memory-models.js';
import { type KernelModel, type KernelModelConfig, type KernelSystem, kernelModel } from './model/kernel-model.js';

/** `program`: of codeOf(). @throws ProgramError */
export function buildSystem(program: Program, resolved: ResolvedCheck): KernelSystem {
  const roles = resolved.scenario.threadRoles.map(({ number }) => number);
  return memoryModels[resolved.config.memory].over(modelOf(program, resolved, { roles, rounds: roundsOf(resolved) }));
}

/** One thread of each role, for any number of which something is to be proved. @throws UsageError, ProgramError */
export function systemOfAnyThreads(program: Program, resolved: ResolvedCheck): KernelSystem {
  refuse(resolved, program);
  const roles = [...new Set(resolved.scenario.threadRoles.map(({ number }) => number))];
  return memoryModels.sc.over(modelOf(program, resolved, { roles, rounds: roles.map(() => 1) }));
}

function modelOf(
  program: Program,
  { config }: ResolvedCheck,
  threads: Pick<KernelModelConfig, 'roles' | 'rounds'>,
): KernelModel {
  return kernelModel(program, {
    ...threads,
    pages: config.pages,
    slots: config.slots,
    lookedUp: config.dtor === 'looked-up',
    recheck: config.recheck,
    unmapLate: config.unmap === 'after-put',
    ...descriptorNumbers(config),
    width: config.width,
  });
}

/** Returns what `work` returns. @throws ProgramError with the file and line of the user's own function, if there is one */
export function placed<T>(lineOf: (offset: number) => SourceLine, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ProgramError ? withPlace(error, lineOf) : error;
  }
}

function withPlace(error: ProgramError, lineOf: (offset: number) => SourceLine): ProgramError {
  const places = error.places.map((place) => ({ ...place, ...lineOf(place.position) }));
  const [innermost] = places;
  const blamed = places.find(({ own }) => own) ?? innermost;
  if (!blamed || !innermost) return error;
  const through = blamed.function === innermost.function ? '' : `, called for by ${blamed.function}()`;
  return new ProgramError(`${blamed.file}:${blamed.line}: ${error.message}${through}`);
}
