// Result of `mutants`: its schema and its type.

import { RECLAIMS, SECTIONS } from '../scenarios/reclaim.js';
import * as is from './parts.js';

const overflowRow = is.object({
  width: is.count('Bits of the count word.'),
  said: is.orNull(is.count(), 'The fewest threads by the registry. Null: no number of threads.'),
  found: is.orNull(is.count(), 'The fewest threads that were found. Null: none were, up to the most that were tried.'),
  most: is.count('The most threads that were to be tried.'),
  agrees: is.flag('Whether what was found is what the registry says.'),
});
/** The count on a narrow word. */
export type OverflowRow = is.Infer<typeof overflowRow>;

const checked = is.object(
  {
    scenario: is.text('Scenario that was explored, or "all": a sound protocol is explored in every one.'),
    verdict: is.verdict,
    violations: is.list(is.property, 'Properties that were found violated.'),
    steps: is.orNull(is.count(), 'Number of steps of the shortest witness. Null: there is none.'),
    states: is.count('Number of distinct states explored.'),
    elapsedMs: is.positive('Time that the exploration took, in milliseconds.'),
  },
  'What the exhaustive exploration found.',
);

const raced = is.object({
  scenario: is.text(),
  stall: is.text('Stall between steps 1 and 2, written as for race --stall.'),
  verdict: is.verdict,
  violations: is.list(is.property, 'Violations that were seen.'),
  durationMs: is.positive('Time until the first violation or until time was up, in milliseconds.'),
});

const row = is.object({
  protocol: is.protocolName,
  sound: is.flag(
    'Whether the registry says that the protocol keeps every property as long as its count does not overflow.',
  ),
  mutant: is.flag('Whether the protocol was broken on purpose.'),
  check: checked,
  race: is.orNull(raced, 'What the race saw. Null: there was none, see outOfReach.'),
  outOfReach: is.orNull(
    is.text(),
    'Why real threads cannot be expected to show the violation. Null: they can, or there is none to show.',
  ),
  overflow: is.list(
    overflowRow,
    'The fewest threads inside tryGet whose failed gets carry into the bit of a dead page, on narrow words.',
  ),
});
export interface MutantRow extends is.Infer<typeof row> {}

const schemeRow = is.object({
  protocol: is.protocolName,
  reclaim: is.oneOf(RECLAIMS, 'How the memory of a freed descriptor comes back.'),
  section: is.oneOf(SECTIONS, 'Where read-side sections lie.'),
  sound: is.flag('Whether the memory is kept for whoever is about to touch it.'),
  check: checked,
  race: is.described(raced, 'What the race saw.'),
});
/** A way in which memory of descriptors comes back, under a sound protocol. */
export interface SchemeRow extends is.Infer<typeof schemeRow> {}

export const mutantsSchema = is.file(
  'reftorture/mutants@1',
  'Mutation test',
  'Whether every broken protocol is found out, no sound one accused, and every count overflows as is said. Written by mutants.',
  {
    environment: is.environment,
    rows: is.list(row, 'One for each protocol of the registry.'),
    broken: is.count('Number of protocols that break.'),
    foundByCheck: is.count('How many of those that break the explorations found out.'),
    foundByRace: is.count('How many of those that break the races found out.'),
    withinReach: is.count('How many of those that break real threads can be expected to show breaking.'),
    sound: is.count('Number of sound protocols.'),
    accused: is.count(
      'How many of the sound ones a check or a race did not find clean, or overflow otherwise than the registry says.',
    ),
    overflowAsSaid: is.count('Number of protocols whose count overflows as the registry says.'),
    schemes: is.list(schemeRow, 'One for each way in which memory of descriptors comes back, and mistake in it.'),
    interrupted: is.interrupted,
  },
);
export interface MutantsResult extends is.Infer<typeof mutantsSchema> {}
