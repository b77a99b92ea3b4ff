// List of result files, as `results --json` prints it: its schema and its type.

import * as is from './parts.js';

const row = is.object({
  file: is.text('Path of the file.'),
  schema: is.text('The schema that the file names.'),
  digest: is.text('First 12 hexadecimal digits of the SHA-256 of the file.'),
  bytes: is.count('Size of the file, in bytes.'),
  madeAt: is.orNull(is.text(), 'When it was made: UTC, as ISO 8601 has it. Null: the file does not say.'),
  commandLine: is.orNull(
    is.list(is.text()),
    'The command line that made it, word by word. Null: a program did, or the file does not say.',
  ),
  subject: is.text('What was run.'),
  outcome: is.text('What came out.'),
  machine: is.text('Where it was run. "any": the result does not depend on the machine. "-": nothing was run.'),
});
/** One result file in a line. */
export type ResultRow = is.Infer<typeof row>;

export const resultsSchema = is.file(
  'reftorture/results@1',
  'List of result files',
  'The result files of folders, a line for each. Made by results.',
  {
    results: is.list(row, 'One for each file that holds a result.'),
    skipped: is.list(is.text(), 'For each other JSON file in the folders: why it was left out.'),
  },
);
export interface ResultsListing extends is.Infer<typeof resultsSchema> {}
