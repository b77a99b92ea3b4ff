// Result of `mutants`: its schema, its type, and whether a protocol was judged right.

import * as v from 'valibot';
import { RECLAIMS, SECTIONS } from '../scenarios/reclaim.js';
import {
  count,
  described,
  environment,
  head,
  type Infer,
  interrupted,
  positive,
  property,
  protocolName,
  type SchemaOf,
  text,
  titled,
  verdict,
} from './parts.js';

const overflowRow = v.object({
  width: described(count, 'Bits of the count word.'),
  said: described(v.nullable(count), 'The fewest threads by the registry. Null: no number of threads.'),
  found: described(
    v.nullable(count),
    'The fewest threads that were found. Null: none were, up to the most that were tried.',
  ),
  most: described(count, 'The most threads that were to be tried.'),
  agrees: described(v.boolean(), 'Whether what was found is what the registry says.'),
});
/** The count on a narrow word. */
export type OverflowRow = Infer<typeof overflowRow>;

const checked = described(
  v.object({
    scenario: described(text, 'Scenario that was explored, or "all": a sound protocol is explored in every one.'),
    verdict,
    violations: described(v.array(property), 'Properties that were found violated.'),
    steps: described(v.nullable(count), 'Number of steps of the shortest witness. Null: there is none.'),
    states: described(count, 'Number of distinct states explored.'),
    elapsedMs: described(positive, 'Time that the exploration took, in milliseconds.'),
  }),
  'What the exhaustive exploration found.',
);

const raced = v.object({
  scenario: text,
  stall: described(text, 'Stall between steps 1 and 2, written as for race --stall.'),
  verdict,
  violations: described(v.array(property), 'Violations that were seen.'),
  durationMs: described(positive, 'Time until the first violation or until time was up, in milliseconds.'),
});

const row = v.object({
  protocol: protocolName,
  sound: described(
    v.boolean(),
    'Whether the registry says that the protocol keeps every property as long as its count does not overflow.',
  ),
  mutant: described(v.boolean(), 'Whether the protocol was broken on purpose.'),
  check: checked,
  race: described(v.nullable(raced), 'What the race saw. Null: there was none, see outOfReach.'),
  outOfReach: described(
    v.nullable(text),
    'Why real threads cannot be expected to show the violation. Null: they can, or there is none to show.',
  ),
  overflow: described(
    v.array(overflowRow),
    'The fewest threads inside tryGet whose failed gets carry into the bit of a dead page, on narrow words.',
  ),
});
export interface MutantRow extends Infer<typeof row> {}

const schemeRow = v.object({
  protocol: protocolName,
  reclaim: described(v.picklist(RECLAIMS), 'How the memory of a freed descriptor comes back.'),
  section: described(v.picklist(SECTIONS), 'Where read-side sections lie.'),
  sound: described(v.boolean(), 'Whether the memory is kept for whoever is about to touch it.'),
  check: checked,
  race: described(raced, 'What the race saw.'),
});
/** A way in which memory of descriptors comes back, under a sound protocol. */
export interface SchemeRow extends Infer<typeof schemeRow> {}

const mutantsResult = v.object({
  ...head('reftorture/mutants@1'),
  environment,
  rows: described(v.array(row), 'One for each protocol of the registry.'),
  broken: described(count, 'Number of protocols that break.'),
  foundByCheck: described(count, 'How many of those that break the explorations found out.'),
  foundByRace: described(count, 'How many of those that break the races found out.'),
  withinReach: described(count, 'How many of those that break real threads can be expected to show breaking.'),
  sound: described(count, 'Number of sound protocols.'),
  accused: described(
    count,
    'How many of the sound ones a check or a race did not find clean, or overflow otherwise than the registry says.',
  ),
  overflowAsSaid: described(count, 'Number of protocols whose count overflows as the registry says.'),
  schemes: described(
    v.array(schemeRow),
    'One for each way in which memory of descriptors comes back, and mistake in it.',
  ),
  interrupted,
});
export interface MutantsResult extends Infer<typeof mutantsResult> {}

export const mutantsSchema: SchemaOf<MutantsResult> = titled(
  mutantsResult,
  'Mutation test',
  'Whether every broken protocol is found out, no sound one accused, and every count overflows as is said. Written by mutants.',
);

/** Tells whether the count was found to overflow as the registry says. */
export function overflowsAsSaid({ overflow }: MutantRow): boolean {
  return overflow.every(({ agrees }) => agrees);
}

/** Tells whether check, race or overflow accuses a sound protocol. */
export function isAccused(row: MutantRow): boolean {
  const { sound, check, race } = row;
  return sound && (check.verdict !== 'clean' || race?.verdict !== 'clean' || !overflowsAsSaid(row));
}

/** Tells whether check and race both judge `row` right. */
export function isJudgedRight({ sound, check, race }: SchemeRow): boolean {
  return [check.verdict, race.verdict].every((verdict) => verdict === (sound ? 'clean' : 'violated'));
}
