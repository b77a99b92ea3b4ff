// The answer to a question that one check decides: its shortest witness, or the exploration that found none.

import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult, Witness } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import type { Property } from '../violations/table.js';
import type { Instruments, SettledPart } from './claim.js';
import { explored, witnessEvidence, witnessOf } from './wording.js';

interface WitnessQuestion {
  readonly request: CheckRequest;
  readonly property: Property;
  /** Turns "`property` is violated" into an answer: canHappen or alwaysHolds. */
  readonly decide: (seen: boolean, complete: boolean) => Answer;
  /** The evidence. */
  readonly seen: (witness: Witness, result: CheckResult) => string;
  readonly unseen: string;
  readonly command: string;
}

export async function answerFromCheck(instruments: Instruments, question: WitnessQuestion): Promise<SettledPart> {
  const { request, property, decide, seen, unseen, command } = question;
  const result = await instruments.check(request);
  const witness = witnessOf(result, property);
  return {
    ...decide(witness !== undefined, result.complete),
    strength: 'explored',
    evidence: witness ? seen(witness, result) : unseen,
    bound: explored(result),
    commands: [command],
    ...witnessEvidence(result, property),
  };
}
