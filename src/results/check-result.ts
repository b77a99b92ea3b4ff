// Result of a check: its schema and its type, those of a witness, and the verdict that the properties amount to.

import * as v from 'valibot';
import type { MemoryModelName } from '../memory-facts.js';
import { type CheckConfig, checkOptions } from '../options/check-options.js';
import { isObservation } from '../violations/table.js';
import { configSchema, optionSchema } from './config-schema.js';
import * as is from './parts.js';
import { propertiesThatAre, STATUSES, verdictOf } from './verdicts.js';

export type { CheckConfig };

export const checkConfig = is.described(configSchema(checkOptions), 'What was explored.');
export const memoryModel = optionSchema(checkOptions.memory) as is.SchemaOf<MemoryModelName>;

const generation = is.whole(
  'Generation of the page. It goes up by 1 at each allocation and free, so it is even while the page is free.',
);

const page = is.whole('Index in the page array.');

const note = v.variant('kind', [
  is.object(
    {
      kind: v.literal('trap'),
      function: is.text('Name of the function that divides.'),
      message: is.text('What is wrong, such as "divide by zero".'),
      source: is.text('Name and line of the source file, such as mine.ts:7.'),
    },
    'A division has no result, and the thread stops.',
  ),
  is.object({ kind: v.literal('assertion'), ...is.assertion }, 'A condition that the sources state did not hold.'),
  is.object(
    { kind: v.literal('holds'), page, generation },
    'The thread goes on with a reference that, as it believes, counts on this generation of the page.',
  ),
  is.object(
    {
      kind: v.literal('freedUnderHolder'),
      page,
      generation: is.whole('Generation of the page that ends here.'),
      holders: is.count('How many counted references on the page somebody still held.'),
    },
    'The page returned to the allocator while somebody held it: a use after free, which the checker tells from its own count of the holders. No detector of a race sees it there.',
  ),
  is.object(
    { kind: v.literal('touchedFreed'), page, generation },
    'The access touched the count word of a descriptor whose memory was free for anything. The checker sees it at once; a race may see it later, or not at all.',
  ),
  is.object(
    {
      kind: v.literal('violation'),
      property: is.property,
      page: is.whole('Index in the page array. -1: no page in particular.'),
      heldGeneration: is.whole('Generation that the thread acted on.'),
      believedType: is.whole('Type that the thread acted on: 0 for none, 1 for X, 2 for Y.'),
      generation,
      type: is.whole('Type of the page: 0 for none, 1 for X, 2 for Y.'),
      word: is.whole('Count word of the page.'),
    },
    'A detector saw a violation.',
  ),
]);
export type WitnessNote = is.Infer<typeof note>;

const order = is.oneOf(['relaxed', 'acquire', 'release', 'full']);

export const witnessStep = is.object({
  thread: is.count("Index into the configuration's roles."),
  operation: is.text(
    'The atomic access, or "choose"; "begin" for the first step of a thread that looks at memory before its first access.',
  ),
  location: is.text('Name of the shared word. Empty for a choice or a beginning.'),
  before: is.whole(
    'Value of the word before. For a slot: index of the page in it, -1 for none, -2 minus the index while it is locked. For a choice: the number of outcomes.',
  ),
  after: is.whole('Value of the word after. For a slot: as before. For a choice: the outcome.'),
  newer: is.optional(
    is.count('How many newer writes to the word there were. Absent when the access found the newest.'),
  ),
  newest: is.optional(is.whole('The value of the newest of them.')),
  from: is.optional(
    is.count(
      'Under lkmm: index in `steps` of the step whose write the access found. Absent where it found the initial value, or reads nothing.',
    ),
  ),
  source: is.text('Source file and line, as in v4.ts:31.'),
  code: is.text('What stood in that line when it was checked, without its indentation.'),
  path: is.described(
    v.pipe(is.list(is.text()), v.maxLength(100)),
    'Functions that the thread is in, from its role inwards.',
  ),
  half: is.oneOf([0, 1, 2], 'Step 1 or 2 of a two-step put. 0: neither.'),
  notes: is.described(v.pipe(is.list(note), v.maxLength(100)), 'What the detectors saw with this step.'),
});
/** One atomic access, or a choice, of a witness. */
export interface WitnessStep extends is.Infer<typeof witnessStep> {}

const missingOrder = is.object({
  step: is.count('Index in `steps`: of the first access at its place in the source.'),
  asked: is.described(order, 'The order that the source asks for.'),
  enough: is.described(order, 'The weakest order that would do.'),
});
/** An access of an execution, and the weakest order with which the memory model would forbid the execution. */
export type MissingOrder = is.Infer<typeof missingOrder>;

export const witness = is.object({
  property: is.described(is.property, 'What is violated.'),
  steps: is.described(
    v.pipe(is.list(witnessStep), v.minLength(1), v.maxLength(10_000)),
    'Every atomic access and choice, in the order in which they happen.',
  ),
  countAccesses: is.count('Number of steps that touch a reference count word.'),
  switches: is.count('Number of changes from one thread to another.'),
  digest: is.text('Digest of the sources and of the configuration that the schedule belongs to.'),
  schedule: is.text('The schedule in short: a letter for each thread, with the number of its steps in a row.'),
  token: is.text('Configuration, digest and schedule in one word, which replay takes.'),
  missing: is.optional(
    is.list(
      missingOrder,
      'Under lkmm: accesses any one of which, were it stronger, would make the memory model forbid this execution.',
    ),
  ),
});
export interface Witness extends is.Infer<typeof witness> {}

const checkResult = is.object({
  ...is.head('reftorture/check@1'),
  config: checkConfig,
  environment: is.environment,
  verdict: is.verdict,
  properties: is.described(
    v.record(is.property, is.oneOf(STATUSES)),
    'What is known of each property. observed: it was seen, and says nothing against the protocol; it would be violated if it had been asked for by name. unknown: the check was interrupted or a limit was hit before a violation was found.',
  ),
  states: is.count('Number of distinct states explored. Under lkmm: of partial executions.'),
  transitions: is.count('Number of steps from one state to another.'),
  finals: is.count('Number of states in which every thread has ended. Under lkmm: of complete executions.'),
  depth: is.count('Number of levels of the breadth-first exploration. Under lkmm: steps of the longest execution.'),
  complete: is.flag('Whether every state was explored.'),
  interrupted: is.interrupted,
  frontier: is.count('Number of states that were met and not expanded. 0 when the exploration is complete.'),
  elapsedMs: is.positive('Time of the whole check, in milliseconds.'),
  bytesPerState: is.positive(
    'Memory that a state takes, in bytes: its share of the visited set with the table that finds states in it, and, under ra, of the messages and views.',
  ),
  threads: is.count('Number of threads that explored.'),
  executions: is.optional(
    is.object(
      {
        allowed: is.count('Complete executions that the axioms allow.'),
        forbidden: is.count('Partial executions that were dropped because they break an axiom.'),
        maxEvents: is.count('Events after which an execution is left where it is: loops are bounded by this.'),
      },
      'Under lkmm: what was explored.',
    ),
  ),
  anyThreads: is.optional(
    is.object(
      {
        views: is.count('Number of views: of what two threads see of a state.'),
        proved: is.list(is.property, 'Properties that hold for any number of threads and rounds.'),
        assumes: is.text('What the proof takes for granted.'),
        notJudged: is.list(is.property, 'Properties that the method says nothing about.'),
        trace: is.list(
          is.text(),
          'Where something was not proved: the steps to the first view that violates it. It may be no way that threads can go.',
        ),
      },
      'Where the check was about any number of threads: what was proved. A witness is of the few threads in `config`.',
    ),
  ),
  witness: is.orNull(witness, 'Shortest witness of the most telling violated property that has one. Null: none has.'),
  witnesses: is.list(
    witness,
    'Shortest witness of each property that was violated, the most telling first; then of each that was observed.',
  ),
  notes: is.list(is.text(), 'What a reader should know besides: the limits of what was shown.'),
  scenarioFinds: is.optional(
    is.list(
      is.text(),
      "The protocols in the box that a check of this scenario finds violated unless told otherwise. Absent for a scenario of the user's own.",
    ),
  ),
});
export interface CheckResult extends is.Infer<typeof checkResult> {}

/** Says of a witness that it has a step of a thread beyond those of `config`. */
export function foreignStepIn({ config, witness }: { config: CheckConfig; witness: Witness }): string | undefined {
  if (witness.steps.every(({ thread }) => thread < config.roles.length)) return undefined;
  return 'a step of the witness belongs to a thread that the configuration does not have';
}

/** Says why the parts of a result cannot be of one check; undefined where they can. */
function contradictionIn({ config, verdict, properties, witness, witnesses }: CheckResult): string | undefined {
  const foreign = witnesses.map((found) => foreignStepIn({ config, witness: found })).find((one) => one !== undefined);
  if (foreign !== undefined) return foreign;
  const due = verdictOf(properties);
  if (verdict !== due) return `the verdict is ${verdict}, but its properties make it ${due}`;
  const observed = propertiesThatAre('observed', { properties }).find((name) => !isObservation(name, config.dtor));
  if (observed) return `${observed} is no observation under a ${config.dtor} destructor`;
  const seen = [...propertiesThatAre('violated', { properties }), ...propertiesThatAre('observed', { properties })];
  const stray = [...witnesses, ...(witness ? [witness] : [])].find(({ property }) => !seen.includes(property));
  if (stray)
    return `there is a witness of ${stray.property}, whose status is "${properties[stray.property] ?? 'not asked for'}"`;
  if (witness && properties[witness.property] !== 'violated')
    return `the witness is of ${witness.property}, which is no violation`;
  return undefined;
}

export const checkSchema: is.SchemaOf<CheckResult> = is.titled(
  is.consistent(checkResult, contradictionIn),
  'Check',
  'Every interleaving of a scenario, for the threads and rounds of the configuration. Written by check.',
);

/** A witness with the configuration that it belongs to, in a file or beside a claim. */
const told = { config: checkConfig, witness: is.described(witness, 'The steps, and what they violate.') };
export const witnessWithConfig = is.consistent(is.object(told), foreignStepIn);

const witnessFile = is.consistent(is.object({ ...is.head('reftorture/witness@1'), ...told }), foreignStepIn);
export interface WitnessFile extends is.Infer<typeof witnessFile> {}

export const witnessSchema: is.SchemaOf<WitnessFile> = is.titled(
  witnessFile,
  'Witness',
  'A shortest way to a violation, step by step. Written by check --witness, read by replay.',
);

/** The cells of a matrix. */
export const checkSetSchema = is.file(
  'reftorture/check-set@1',
  'Set of checks',
  'The checks of one command. Written by check for several protocols or scenarios.',
  {
    runs: is.list(checkSchema, 'One for each protocol and scenario.'),
    interrupted: is.optional(
      is.described(
        v.literal(true),
        'The command was interrupted: runs are missing behind the last one, which may be cut short itself. Absent when it was not.',
      ),
    ),
  },
);
