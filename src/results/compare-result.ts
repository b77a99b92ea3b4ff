// Comparison of two results: its schema and its type.

import * as v from 'valibot';
import {
  count,
  described,
  estimate,
  head,
  type Infer,
  number,
  oversubscribed,
  positive,
  type SchemaOf,
  text,
  titled,
} from './parts.js';

const row = v.object({
  quantity: described(text, 'What was counted per second: operations, or a violation such as stolen frees.'),
  protocol: text,
  engine: text,
  workload: described(text, 'The workload, or the scenario of a race with what distinguishes it.'),
  threads: described(count, 'Number of threads.'),
  oversubscribed,
  a: described(v.nullable(positive), 'Rate of A, per second. Null: nothing was measured.'),
  b: described(v.nullable(positive), 'Rate of B, per second. Null: nothing was measured.'),
  ratio: described(
    v.nullable(estimate),
    'Rate of B divided by that of A, with an interval of 95 %. Null: it has no meaning, as for 0 to 0.',
  ),
  word: described(
    v.picklist(['faster', 'slower', 'more often', 'less often', 'same', 'cannot tell']),
    'What B is, next to A. "cannot tell": the interval holds both no change and a change that would matter.',
  ),
  reason: described(v.nullable(text), 'Why it cannot be told, when that is not because of the interval.'),
});
export type CompareRow = Infer<typeof row>;
export type CompareWord = CompareRow['word'];

/** Something besides the protocol that is not alike on both sides. */
const difference = v.object({
  what: described(text, 'Key of the environment or of the configuration.'),
  a: text,
  b: text,
});
export type Difference = Infer<typeof difference>;

function comparedFile(side: string) {
  return described(
    v.object({
      file: described(text, 'Path of the file, as it was given.'),
      digest: described(text, 'First 12 hexadecimal digits of the SHA-256 of the file.'),
    }),
    side,
  );
}

const compareResult = v.object({
  ...head('reftorture/compare@1'),
  a: comparedFile('The result that is compared with.'),
  b: comparedFile('The result in question.'),
  margin: described(number, 'Ratios that differ from 1 by less than this count as the same.'),
  rows: described(v.array(row), 'One for each cell that both results have.'),
  onlyA: described(v.array(text), 'Cells that only A has.'),
  onlyB: described(v.array(text), 'Cells that only B has.'),
  obstacles: described(
    v.array(difference),
    'Differences of machine or settings, which make the two results incomparable unless --anyway was given.',
  ),
  changes: described(
    v.array(difference),
    'Differences that may be what is compared: versions of Node, V8, the operating system or reftorture.',
  ),
});
export interface CompareResult extends Infer<typeof compareResult> {}
/** Comparison without the files that were compared. */
export type Comparison = Pick<CompareResult, 'rows' | 'onlyA' | 'onlyB' | 'obstacles' | 'changes'>;

export const compareSchema: SchemaOf<CompareResult> = titled(
  compareResult,
  'Comparison',
  'What changed from one result to another. Written by compare.',
);
