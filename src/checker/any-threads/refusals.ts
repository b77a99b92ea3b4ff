// Reasons why nothing can be proved of a check: what the method does not cover. See also counts-alike.ts.

import type { Program } from '../../printers/model/instructions.js';
import { STAGED } from '../../printers/model/print-expression.js';
import type { ResolvedCheck } from '../../requests/check-request.js';
import { objectWordsIn } from '../model/kernel-model.js';
import { protocolFunctions } from '../program/holding.js';
import { refusal } from './counts-alike.js';

/** @throws UsageError for a check that the method does not cover */
export function refuse({ config, protocol, scenario }: ResolvedCheck, program: Program): void {
  const reason =
    reasonIn(config, protocol.perThreadWords, scenario.userRoles !== undefined) ??
    (objectWordsIn(program) > 0 ? 'objects have words beside their count' : keptBy(program));
  if (reason) throw refusal(reason);
}

function reasonIn(
  { memory, pages, width, resetAfter, reclaim }: ResolvedCheck['config'],
  perThreadWords: number,
  hasUserRoles: boolean,
): string | undefined {
  if (memory !== 'sc') return `it takes sequential consistency, not ${memory}: leave --memory out`;
  if (perThreadWords > 0) return 'the protocol counts in words of each worker';
  if (hasUserRoles) return "roles of a user's own may keep something from one round to the next";
  if (reclaim !== undefined) return 'counts lie in descriptors, which other threads wait for';
  if (pages !== 1) return 'it takes one page: leave --pages out';
  if (width !== 32) return 'it takes a count word that does not overflow: leave --width out';
  if (resetAfter !== null) return 'it takes failed gets as the source has them: leave --reset-after out';
  return undefined;
}

/** The first function of the protocol, or called by one, that keeps something from one round to the next. */
function keptBy(program: Program): string | undefined {
  const functions = new Set(protocolFunctions(program).keys());
  for (const index of functions) {
    const { code = [], name } = program.functions[index] ?? {};
    for (const instruction of code) {
      if (instruction.op === 'call') functions.add(instruction.callee);
      if (instruction.op === 'writeGlobal' && instruction.global !== STAGED)
        return `${name}() keeps something in a variable of its module`;
    }
  }
  return undefined;
}
