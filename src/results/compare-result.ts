// Comparison of two results: its schema and its type.

import * as is from './parts.js';

/** Begins the quantity of a row that compares ratios between protocols. */
export const SPEED_UP = 'speed-up';

const row = is.object({
  quantity: is.text(
    'What is compared: operations or a violation such as stolen frees, per second; or a speed-up over another protocol.',
  ),
  protocol: is.text(),
  engine: is.text(),
  workload: is.text('The workload, or the scenario of a race with what distinguishes it.'),
  threads: is.count('Number of threads.'),
  oversubscribed: is.oversubscribed,
  a: is.orNull(is.positive(), 'Of A, per second, or the speed-up. Null: nothing was measured.'),
  b: is.orNull(is.positive(), 'Of B, per second, or the speed-up. Null: nothing was measured.'),
  ratio: is.orNull(
    is.estimate,
    'That of B divided by that of A, with an interval of 95 %. Null: it has no meaning, as for 0 to 0, or for rates of two machines.',
  ),
  word: is.oneOf(
    ['faster', 'slower', 'more often', 'less often', 'larger', 'smaller', 'same', 'cannot tell'],
    'What B is, next to A. "cannot tell": the interval holds both no change and a change that would matter.',
  ),
  reason: is.orNull(is.text(), 'Why it cannot be told, when that is not because of the interval.'),
});
export type CompareRow = is.Infer<typeof row>;
export type CompareWord = CompareRow['word'];

/** Something besides the protocol that is not alike on both sides. */
const difference = is.object({
  what: is.text('Key of the environment or of the configuration.'),
  a: is.text(),
  b: is.text(),
});
export type Difference = is.Infer<typeof difference>;

function comparedFile(side: string) {
  return is.object(
    {
      file: is.text('Path of the file, as it was given.'),
      digest: is.text('First 12 hexadecimal digits of the SHA-256 of the file.'),
    },
    side,
  );
}

export const compareSchema = is.file(
  'reftorture/compare@1',
  'Comparison',
  'What changed from one result to another. Written by compare.',
  {
    a: comparedFile('The result that is compared with.'),
    b: comparedFile('The result in question.'),
    margin: is.number('Ratios that differ from 1 by less than this count as the same.'),
    rows: is.list(row, 'One for each cell that both results have.'),
    onlyA: is.list(is.text(), 'Cells that only A has.'),
    onlyB: is.list(is.text(), 'Cells that only B has.'),
    obstacles: is.list(
      difference,
      'Differences of machine or settings, which make the two results incomparable unless --anyway was given.',
    ),
    changes: is.list(
      difference,
      'Differences that may be what is compared: versions of Node, V8, the operating system or reftorture.',
    ),
  },
);
export interface CompareResult extends is.Infer<typeof compareSchema> {}
/** Comparison without the files that were compared. */
export type Comparison = Pick<CompareResult, 'rows' | 'onlyA' | 'onlyB' | 'obstacles' | 'changes'>;
