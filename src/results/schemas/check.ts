// The shape of a check's result, as read from a file.

import * as v from 'valibot';
import {
  type CheckConfig,
  type CheckResult,
  contradictionIn,
  STATUSES,
  type Witness,
  type WitnessFile,
} from '../check-result.js';
import {
  consistent,
  count,
  described,
  descriptorOptions,
  destructorPolicy,
  environment,
  head,
  interrupted,
  positive,
  protocolName,
  recheck,
  type SchemaOf,
  scenarioName,
  text,
  titled,
  verdict,
} from './parts.js';
import { property, witness } from './witness.js';

export const memoryModel = described(
  v.picklist(['sc', 'ra', 'lkmm']),
  'Memory model. sc: sequential consistency. ra: release/acquire with relaxed accesses, as the orders in the sources ask. lkmm: the axioms of the Linux-kernel memory model over whole executions.',
);

export const checkConfig: SchemaOf<CheckConfig> = described(
  v.object({
    protocol: protocolName,
    scenario: scenarioName,
    roles: described(
      v.pipe(v.array(text), v.minLength(1), v.maxLength(64)),
      'Role of each thread, in the order of the scenario.',
    ),
    rounds: described(
      count,
      'How often each role is played. An owner that is played once fills its slot and clears it again.',
    ),
    pages: described(count, 'Number of pages.'),
    slots: described(count, 'Number of index slots.'),
    dtor: destructorPolicy,
    recheck,
    unmap: described(
      v.picklist(['before-put', 'after-put']),
      "When an owner takes its page out of the index: before it puts the index's reference, or after.",
    ),
    memory: memoryModel,
    width: described(v.pipe(count, v.minValue(2), v.maxValue(32)), 'Bits of the count word.'),
    resetAfter: described(
      v.nullable(count),
      'Number of failed gets from which on the protocol takes them back. Null: as its source has it for this width.',
    ),
    ...descriptorOptions,
  }),
  'What was explored.',
);

const FOREIGN_STEP = 'a step of the witness belongs to a thread that the configuration does not have';

function belongs({ roles }: CheckConfig, { steps }: Witness): boolean {
  return steps.every(({ thread }) => thread < roles.length);
}

const checkResult: SchemaOf<CheckResult> = v.object({
  ...head('reftorture/check@1'),
  config: checkConfig,
  environment,
  verdict,
  properties: described(
    v.record(property, v.picklist(STATUSES)),
    'What is known of each property. observed: it was seen, and says nothing against the protocol; it would be violated if it had been asked for by name. unknown: the check was interrupted or a limit was hit before a violation was found.',
  ),
  states: described(count, 'Number of distinct states explored. Under lkmm: of partial executions.'),
  transitions: described(count, 'Number of steps from one state to another.'),
  finals: described(count, 'Number of states in which every thread has ended. Under lkmm: of complete executions.'),
  depth: described(
    count,
    'Number of levels of the breadth-first exploration. Under lkmm: steps of the longest execution.',
  ),
  complete: described(v.boolean(), 'Whether every state was explored.'),
  interrupted,
  frontier: described(count, 'Number of states that were met and not expanded. 0 when the exploration is complete.'),
  elapsedMs: described(positive, 'Time of the whole check, in milliseconds.'),
  bytesPerState: described(
    positive,
    'Memory that a state takes, in bytes: its share of the visited set with the table that finds states in it, and, under ra, of the messages and views. Of 0.2.0 and before: the packed state alone.',
  ),
  threads: v.exactOptional(described(count, 'Number of threads that explored.')),
  executions: v.exactOptional(
    described(
      v.object({
        allowed: described(count, 'Complete executions that the axioms allow.'),
        forbidden: described(count, 'Partial executions that were dropped because they break an axiom.'),
        maxEvents: described(count, 'Events after which an execution is left where it is: loops are bounded by this.'),
      }),
      'Under lkmm: what was explored.',
    ),
  ),
  witness: described(
    v.nullable(witness),
    'Shortest witness of the most telling violated property that has one. Null: none has.',
  ),
  witnesses: described(
    v.array(witness),
    'Shortest witness of each property that was violated, the most telling first; then of each that was observed.',
  ),
  notes: described(v.array(text), 'What a reader should know besides: the limits of what was shown.'),
  scenarioFinds: v.exactOptional(
    described(
      v.array(text),
      "The protocols in the box that a check of this scenario finds violated unless told otherwise. Absent for a scenario of the user's own, and in files of earlier releases.",
    ),
  ),
});

export const checkSchema = titled(
  v.pipe(
    checkResult,
    v.check(({ config, witnesses }) => witnesses.every((found) => belongs(config, found)), FOREIGN_STEP),
    consistent(contradictionIn),
  ),
  'Check',
  'Every interleaving of a scenario, for the threads and rounds of the configuration. Written by check.',
);

/** A witness with the configuration that it belongs to, in a file or beside a claim. */
const told = { config: checkConfig, witness: described(witness, 'The steps, and what they violate.') };
export const toldWitness = v.pipe(
  v.object(told),
  v.check((value) => belongs(value.config, value.witness), FOREIGN_STEP),
);

const witnessFile: SchemaOf<WitnessFile> = v.pipe(
  v.object({ ...head('reftorture/witness@1'), ...told }),
  v.check((value) => belongs(value.config, value.witness), FOREIGN_STEP),
);

export const witnessSchema = titled(
  witnessFile,
  'Witness',
  'A shortest way to a violation, step by step. Written by check --witness, read by replay.',
);

/** The cells of a matrix. */
export const checkSetSchema = titled(
  v.object({
    ...head('reftorture/check-set@1'),
    runs: described(v.array(checkSchema), 'One for each protocol and scenario.'),
    interrupted: v.exactOptional(
      described(
        v.literal(true),
        'The command was interrupted: runs are missing behind the last one, which may be cut short itself. Absent when it was not, and in files of earlier releases.',
      ),
    ),
  }),
  'Set of checks',
  'The checks of one command. Written by check for several protocols or scenarios.',
);
