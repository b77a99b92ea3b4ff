// Result of `claims`: its schema and its type.

import * as v from 'valibot';
import { RECLAIMS, SECTIONS } from '../scenarios/reclaim.js';
import { violations } from '../violations/table.js';
import { witnessWithConfig } from './check-result.js';
import {
  count,
  described,
  environment,
  estimate,
  head,
  type Infer,
  interrupted,
  positive,
  property,
  protocolName,
  type SchemaOf,
  scenarioName,
  text,
  titled,
  verdict,
} from './parts.js';

export const CLAIM_KINDS = ['asked', 'stated', 'hedged', 'assumed', 'explained', 'proposed'] as const;
const ANSWERS = ['yes', 'no', 'yes, if', 'measured', 'not decided here'] as const;
const STRENGTHS = ['explored', 'replayed', 'sampled', 'measured', 'argued'] as const;

export type ClaimKind = (typeof CLAIM_KINDS)[number];
export type AnswerWord = (typeof ANSWERS)[number];

const decided = {
  verdict,
  violated: described(v.array(property), 'What is violated in some scenario, the most telling first.'),
  states: described(count, 'States explored, of all scenarios together.'),
};
const combinationVerdict = v.object(decided);
/** Verdict of exploring all scenarios on descriptors. */
export type CombinationVerdict = Infer<typeof combinationVerdict>;

const shortest = v.object({
  property: described(property, 'What it shows.'),
  scenario: scenarioName,
  steps: described(count, 'Its steps.'),
  token: described(text, 'The witness as replay takes it.'),
});
export type CombinationWitness = Infer<typeof shortest>;

const race = v.object({
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
export type CombinationRace = Infer<typeof race>;

const combination = v.object({
  protocol: protocolName,
  reclaim: described(v.picklist(RECLAIMS), 'How the memory of a freed descriptor comes back.'),
  section: described(
    v.nullable(v.picklist(SECTIONS)),
    'Where read-side sections lie. Null: no memory waits for one, so it is the same with puts outside and inside.',
  ),
  ...decided,
  shortest: described(v.nullable(shortest), 'The shortest witness in any scenario. Null: nothing is violated.'),
  releaseAcquire: described(v.nullable(combinationVerdict), 'The same under release/acquire. Null: not explored.'),
  race: described(v.nullable(race), 'The race in which it showed most often. Null: not raced, as nothing is violated.'),
});
/** A protocol whose count lies in a descriptor, a way in which freed memory comes back, and a place for puts. */
export type ClaimCombination = Infer<typeof combination>;

const witness = described(v.nullable(witnessWithConfig), 'The shortest witness. Null: the evidence has none.');
export type ClaimWitness = Infer<typeof witnessWithConfig>;

const evidence = described(text, 'The evidence in one line.');
const details = described(v.array(text), 'The evidence step by step.');
const bound = described(text, 'What was explored, sampled or measured: threads, rounds, widths, memory model, time.');
const commands = described(v.array(text), 'Commands that show it again.');

const point = v.object({
  stall: described(text, 'The interruption between steps 1 and 2, as the option --stall of race takes it.'),
  lengthUs: described(positive, 'How long it lasted, in microseconds, as measured.'),
  interrupted: described(count, 'Puts that were interrupted.'),
  stolen: described(count, 'Those of them whose step 2 then won on the zero of another generation.'),
});
/** Puts that were interrupted for a time, and those of them whose free was stolen. */
export type CurvePoint = Infer<typeof point>;

const curve = v.object({
  name: described(text, 'What was raced.'),
  protocol: described(text, 'Name of the protocol.'),
  points: described(v.array(point), 'One for each length, the shortest first.'),
  halfUs: described(
    v.nullable(positive),
    'Length, in microseconds, at which half of the interrupted puts are stolen, interpolated on a logarithmic scale. Null: not reached.',
  ),
});
/** Share of stolen frees by the length of the interruption. */
export type ClaimCurve = Infer<typeof curve>;

const part = v.object({
  id: described(text, 'Letter of the part, as in C6 (b).'),
  label: described(text, 'What the part is about, in a word or two, for tables.'),
  question: described(text, 'What is asked here, in words of this project.'),
  answer: described(v.picklist(ANSWERS), 'The answer: a word, or that it is a figure, or that nothing was decided.'),
  qualifier: described(
    v.nullable(text),
    'What follows the answer: the condition of "yes, if", the figure of "measured", the reason of "not decided here". Null: a plain yes or no.',
  ),
  evidence,
  strength: described(
    v.picklist(STRENGTHS),
    'Kind of evidence. explored: every interleaving within the bound. replayed: explored, and the witness forced onto real threads. sampled: what races happened to do. measured: on this machine, with an interval. argued: arithmetic on what was explored.',
  ),
  details,
  bound,
  commands,
  witness,
  curves: v.exactOptional(
    described(v.array(curve), 'Share of stolen frees by length of the interruption. Absent: the part has no curves.'),
  ),
  combinations: v.exactOptional(
    described(
      v.array(combination),
      'Protocols whose count lies in a descriptor, by how freed memory comes back and where puts lie. Absent: the part has no such table.',
    ),
  ),
});
export interface ClaimPart extends Infer<typeof part> {}
export type Answer = Pick<ClaimPart, 'answer' | 'qualifier'>;

const claim = v.object({
  id: described(text, 'Number of the row, as in C6.'),
  who: described(text, 'Who wrote it, and when.'),
  kind: described(v.picklist(CLAIM_KINDS), 'What the message does.'),
  date: described(text, 'Day of the message, UTC, as ISO 8601 has it.'),
  link: described(text, 'Address of the message in a public archive of the list.'),
  title: described(text, 'What it is about, in a few words.'),
  claim: described(text, 'What was asked or said, in words of this project.'),
  parts: described(v.array(part), 'The answers, one for each part of the question.'),
  evidence: described(text, 'The evidence of all parts in one line.'),
  details,
  bound,
  commands,
  witness,
  elapsedMs: described(positive, 'Time that the answer took, in milliseconds.'),
});
export interface ClaimResult extends Infer<typeof claim> {}

const claimsResult = v.object({
  ...head('reftorture/claims@1'),
  quick: described(v.boolean(), 'Whether races and measurements were shorter than usual.'),
  environment,
  claims: described(v.array(claim), 'One for each row of the thread that was answered.'),
  elapsedMs: described(positive, 'Time that all of them took, in milliseconds.'),
  interrupted,
});
export interface ClaimsResult extends Infer<typeof claimsResult> {}

export const claimsSchema: SchemaOf<ClaimsResult> = titled(
  claimsResult,
  'Claims',
  'What was asked and said in the thread about the series, answered by running it. Written by claims.',
);
