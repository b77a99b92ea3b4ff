// The shape of the answers to the thread, as read from a file.

import * as v from 'valibot';
import {
  ANSWERS,
  CLAIM_KINDS,
  type ClaimCurve,
  type ClaimPart,
  type ClaimResult,
  type ClaimsResult,
  type CurvePoint,
  STRENGTHS,
  VERDICTS,
} from '../claims-result.js';
import { toldWitness } from './check.js';
import { combination } from './claim-combinations.js';
import { count, described, environment, head, interrupted, positive, type SchemaOf, text, titled } from './parts.js';

const NEW = 'Absent: written by 0.2.0 or earlier.';

const witness = described(v.nullable(toldWitness), 'The shortest witness. Null: the evidence has none.');
const evidence = described(text, 'The evidence in one line.');
const details = described(v.array(text), 'The evidence step by step.');
const bound = described(text, 'What was explored, sampled or measured: threads, rounds, widths, memory model, time.');
const commands = described(v.array(text), 'Commands that show it again.');

const point: SchemaOf<CurvePoint> = v.object({
  stall: described(text, 'The interruption between steps 1 and 2, as the option --stall of race takes it.'),
  lengthUs: described(positive, 'How long it lasted, in microseconds, as measured.'),
  interrupted: described(count, 'Puts that were interrupted.'),
  stolen: described(count, 'Those of them whose step 2 then won on the zero of another generation.'),
});

const curve: SchemaOf<ClaimCurve> = v.object({
  name: described(text, 'What was raced.'),
  protocol: described(text, 'Name of the protocol.'),
  points: described(v.array(point), 'One for each length, the shortest first.'),
  halfUs: described(
    v.nullable(positive),
    'Length, in microseconds, at which half of the interrupted puts are stolen, interpolated on a logarithmic scale. Null: not reached.',
  ),
});

const part: SchemaOf<ClaimPart> = v.object({
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

const claim: SchemaOf<ClaimResult> = v.object({
  id: described(text, 'Number of the row, as in C6.'),
  who: described(text, 'Who wrote it, and when.'),
  kind: v.exactOptional(described(v.picklist(CLAIM_KINDS), `What the message does. ${NEW}`)),
  date: v.exactOptional(described(text, `Day of the message, UTC, as ISO 8601 has it. ${NEW}`)),
  link: v.exactOptional(described(text, `Address of the message in a public archive of the list. ${NEW}`)),
  message: v.exactOptional(described(text, 'The same as link, by the name that it has had since 0.1.0.')),
  title: v.exactOptional(described(text, `What it is about, in a few words. ${NEW}`)),
  claim: described(text, 'What was asked or said, in words of this project.'),
  parts: v.exactOptional(described(v.array(part), `The answers, one for each part of the question. ${NEW}`)),
  verdict: described(
    v.picklist(VERDICTS),
    'Kept for readers of 0.2.0 and earlier; it judges questions as if they were claims, and nothing shows it. Derived from the answers of the parts: not decided here if one of them is, or if all are measured; confirmed if all others are yes, refuted if all are no, else confirmed under conditions.',
  ),
  evidence: described(text, 'The evidence of all parts in one line.'),
  details,
  bound,
  commands,
  witness,
  elapsedMs: described(positive, 'Time that the answer took, in milliseconds.'),
});

export const claimsSchema = titled(
  v.object({
    ...head('reftorture/claims@1'),
    quick: described(v.boolean(), 'Whether races and measurements were shorter than usual.'),
    environment,
    claims: described(v.array(claim), 'One for each row of the thread that was answered.'),
    elapsedMs: described(positive, 'Time that all of them took, in milliseconds.'),
    interrupted,
  }) satisfies SchemaOf<ClaimsResult>,
  'Claims',
  'What was asked and said in the thread about the series, answered by running it. Written by claims.',
);
