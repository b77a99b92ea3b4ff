// Result of `claims`: its schema and its type.

import { RECLAIMS, SECTIONS } from '../scenarios/reclaim.js';
import { violations } from '../violations/table.js';
import { witnessWithConfig } from './check-result.js';
import * as is from './parts.js';

export const CLAIM_KINDS = ['asked', 'stated', 'hedged', 'assumed', 'explained', 'proposed'] as const;
const ANSWERS = ['yes', 'no', 'yes, if', 'measured', 'not decided here'] as const;
const STRENGTHS = ['proved', 'explored', 'replayed', 'sampled', 'measured', 'argued'] as const;

export type ClaimKind = (typeof CLAIM_KINDS)[number];
export type AnswerWord = (typeof ANSWERS)[number];

const decided = {
  verdict: is.verdict,
  violated: is.list(is.property, 'What is violated in some scenario, the most telling first.'),
  states: is.count('States explored, of all scenarios together.'),
};
const combinationVerdict = is.object(decided);
/** Verdict of exploring all scenarios on descriptors. */
export type CombinationVerdict = is.Infer<typeof combinationVerdict>;

const shortest = is.object({
  property: is.described(is.property, 'What it shows.'),
  scenario: is.scenarioName,
  steps: is.count('Its steps.'),
  token: is.text('The witness as replay takes it.'),
});
export type CombinationWitness = is.Infer<typeof shortest>;

const race = is.object({
  scenario: is.scenarioName,
  stall: is.text('The interruption between steps 1 and 2, as the option --stall of race takes it.'),
  heldUp: is.count('Puts that were interrupted. A protocol whose last put is one access has none.'),
  violation: is.oneOf(violations, 'What was counted: what the shortest witness shows.'),
  events: is.count('How often it was seen.'),
  durationMs: is.positive('How long the race lasted, in milliseconds.'),
  perSecond: is.described(
    is.estimate,
    'Times a second, with the interval of 95 % of a Poisson process. Where none was seen, high is what that excludes.',
  ),
});
export type CombinationRace = is.Infer<typeof race>;

const combination = is.object({
  protocol: is.protocolName,
  reclaim: is.oneOf(RECLAIMS, 'How the memory of a freed descriptor comes back.'),
  section: is.orNull(
    is.oneOf(SECTIONS),
    'Where read-side sections lie. Null: no memory waits for one, so it is the same with puts outside and inside.',
  ),
  ...decided,
  shortest: is.orNull(shortest, 'The shortest witness in any scenario. Null: nothing is violated.'),
  releaseAcquire: is.orNull(combinationVerdict, 'The same under release/acquire. Null: not explored.'),
  race: is.orNull(race, 'The race in which it showed most often. Null: not raced, as nothing is violated.'),
});
/** A protocol whose count lies in a descriptor, a way in which freed memory comes back, and a place for puts. */
export type ClaimCombination = is.Infer<typeof combination>;

const witness = is.orNull(witnessWithConfig, 'The shortest witness. Null: the evidence has none.');
export type ClaimWitness = is.Infer<typeof witnessWithConfig>;

const evidence = is.text('The evidence in one line.');
const details = is.list(is.text(), 'The evidence step by step.');
const bound = is.text('What was explored, sampled or measured: threads, rounds, widths, memory model, time.');
const commands = is.list(is.text(), 'Commands that show it again.');

const point = is.object({
  stall: is.text('The interruption between steps 1 and 2, as the option --stall of race takes it.'),
  lengthUs: is.positive('How long it lasted, in microseconds, as measured.'),
  interrupted: is.count('Puts that were interrupted.'),
  stolen: is.count('Those of them whose step 2 then won on the zero of another generation.'),
});
/** Puts that were interrupted for a time, and those of them whose free was stolen. */
export type CurvePoint = is.Infer<typeof point>;

const curve = is.object({
  name: is.text('What was raced.'),
  protocol: is.text('Name of the protocol.'),
  points: is.list(point, 'One for each length, the shortest first.'),
  halfUs: is.orNull(
    is.positive(),
    'Length, in microseconds, at which half of the interrupted puts are stolen, interpolated on a logarithmic scale. Null: not reached.',
  ),
});
/** Share of stolen frees by the length of the interruption. */
export type ClaimCurve = is.Infer<typeof curve>;

const part = is.object({
  id: is.text('Letter of the part, as in C6 (b).'),
  label: is.text('What the part is about, in a word or two, for tables.'),
  question: is.text('What is asked here, in words of this project.'),
  answer: is.oneOf(ANSWERS, 'The answer: a word, or that it is a figure, or that nothing was decided.'),
  qualifier: is.orNull(
    is.text(),
    'What follows the answer: the condition of "yes, if", the figure of "measured", the reason of "not decided here". Null: a plain yes or no.',
  ),
  evidence,
  strength: is.oneOf(
    STRENGTHS,
    'Kind of evidence. proved: for any number of threads and rounds, under the assumptions in the bound. explored: every interleaving within the bound. replayed: explored, and the witness forced onto real threads. sampled: what races happened to do. measured: on this machine, with an interval. argued: arithmetic on what was explored.',
  ),
  details,
  bound,
  commands,
  witness,
  curves: is.optional(
    is.list(curve, 'Share of stolen frees by length of the interruption. Absent: the part has no curves.'),
  ),
  combinations: is.optional(
    is.list(
      combination,
      'Protocols whose count lies in a descriptor, by how freed memory comes back and where puts lie. Absent: the part has no such table.',
    ),
  ),
});
export interface ClaimPart extends is.Infer<typeof part> {}
export type Answer = Pick<ClaimPart, 'answer' | 'qualifier'>;

const claim = is.object({
  id: is.text('Number of the row, as in C6.'),
  who: is.text('Who wrote it, and when.'),
  kind: is.oneOf(CLAIM_KINDS, 'What the message does.'),
  date: is.text('Day of the message, UTC, as ISO 8601 has it.'),
  link: is.text('Address of the message in a public archive of the list.'),
  title: is.text('What it is about, in a few words.'),
  claim: is.text('What was asked or said, in words of this project.'),
  parts: is.list(part, 'The answers, one for each part of the question.'),
  evidence: is.text('The evidence of all parts in one line.'),
  details,
  bound,
  commands,
  witness,
  elapsedMs: is.positive('Time that the answer took, in milliseconds.'),
});
export interface ClaimResult extends is.Infer<typeof claim> {}

export const claimsSchema = is.file(
  'reftorture/claims@1',
  'Claims',
  'What was asked and said in the thread about the series, answered by running it. Written by claims.',
  {
    quick: is.flag('Whether races and measurements were shorter than usual.'),
    environment: is.environment,
    claims: is.list(claim, 'One for each row of the thread that was answered.'),
    elapsedMs: is.positive('Time that all of them took, in milliseconds.'),
    interrupted: is.interrupted,
  },
);
export interface ClaimsResult extends is.Infer<typeof claimsSchema> {}
