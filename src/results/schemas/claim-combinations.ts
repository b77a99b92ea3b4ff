// The shape of the table of protocols on descriptors, in the answers to the thread.

import * as v from 'valibot';
import { RECLAIMS, SECTIONS } from '../../scenarios/reclaim.js';
import { violations } from '../../violations/table.js';
import type { ClaimCombination, CombinationRace, CombinationVerdict, CombinationWitness } from '../claims-result.js';
import { count, described, positive, protocolName, type SchemaOf, scenarioName, text, verdict } from './parts.js';
import { estimate } from './scale.js';
import { property } from './witness.js';

const decided = {
  verdict,
  violated: described(v.array(property), 'What is violated in some scenario, the most telling first.'),
  states: described(count, 'States explored, of all scenarios together.'),
};

const shortest: SchemaOf<CombinationWitness> = v.object({
  property: described(property, 'What it shows.'),
  scenario: scenarioName,
  steps: described(count, 'Its steps.'),
  token: described(text, 'The witness as replay takes it.'),
});

const race: SchemaOf<CombinationRace> = v.object({
  scenario: scenarioName,
  stall: described(text, 'The interruption between steps 1 and 2, as the option --stall of race takes it.'),
  heldUp: described(count, 'Puts that were interrupted. A protocol whose last put is one access has none.'),
  violation: described(v.picklist(violations), 'What was counted: what the shortest witness shows.'),
  events: described(count, 'How often it was seen.'),
  durationMs: described(positive, 'How long the race lasted, in milliseconds.'),
  perSecond: described(
    estimate,
    'Times a second, with the interval of 95 % of a Poisson process. Where none was seen, high is what that excludes.',
  ),
});

export const combination: SchemaOf<ClaimCombination> = v.object({
  protocol: protocolName,
  reclaim: described(v.picklist(RECLAIMS), 'How the memory of a freed descriptor comes back.'),
  section: described(
    v.nullable(v.picklist(SECTIONS)),
    'Where read-side sections lie. Null: no memory waits for one, so it is the same with puts outside and inside.',
  ),
  ...decided,
  shortest: described(v.nullable(shortest), 'The shortest witness in any scenario. Null: nothing is violated.'),
  releaseAcquire: described(
    v.nullable(v.object(decided) satisfies SchemaOf<CombinationVerdict>),
    'The same under release/acquire. Null: not explored.',
  ),
  race: described(v.nullable(race), 'The race in which it showed most often. Null: not raced, as nothing is violated.'),
});
