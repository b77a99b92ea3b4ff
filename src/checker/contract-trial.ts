// Tries a protocol of the user's own on a free page, since the detectors believe what it says of dead words: FREE must be
// one, and where the bits of FREE tell, a failed get must leave them.

import { basename } from 'node:path';
import { KernelCompileError } from '../front-end/compile-error.js';
import { protocolExports } from '../front-end/front-end.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { resolveCheck } from '../requests/check-request.js';
import { UsageError } from '../usage-error.js';
import { buildSystem } from './build.js';
import { runCheck } from './check.js';

/** Failed gets that are tried, one after the other. */
const GETS = 2;
/** One thread has a way of few states, unless the protocol loops. */
const MAX_STATES = 1000;

const WRITE = 'export function isDead(value: i32): boolean, true of the words that gets refuse';

/** `codeOf`: makes the model of the protocol in `file`. @throws KernelCompileError where the detectors could not believe it */
export function tryContract(file: string, codeOf: () => ModelCode): void {
  const resolved = resolveCheck({
    protocol: file,
    scenario: 'overflow',
    roles: ['late getter'],
    rounds: GETS,
    width: 32,
  });
  const found = unlessRefused(() => {
    const code = codeOf();
    const system = buildSystem(code.program, resolved);
    const { witnesses } = runCheck(resolved, code, { properties: ['lostOverflow'], maxStates: MAX_STATES });
    return { free: system.resting, isFreeDead: system.isDead(system.resting), step: witnesses[0]?.steps.at(-1) };
  });
  if (!found) return;
  const { free, isFreeDead, step } = found;
  if (!isFreeDead) {
    throw new KernelCompileError(
      `${basename(file)}: isDead(FREE) is false, but FREE (${free}) is the word of a free page: write ${WRITE}`,
    );
  }
  if (!step || protocolExports(file).hasIsDead) return;
  throw new KernelCompileError(
    `${step.source}: a failed get leaves ${step.after} on a free page, without all bits of FREE (${free}), by which a dead word is told: write ${WRITE}`,
  );
}

/** Returns what `work` does; undefined, and so no trial, for what cannot be checked and may yet be raced. */
function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
