// List of result files, as `results --json` prints it: its schema and its type.

import * as v from 'valibot';
import { count, described, head, type Infer, type SchemaOf, text, titled } from './parts.js';

const row = v.object({
  file: described(text, 'Path of the file.'),
  schema: described(text, 'The schema that the file names.'),
  digest: described(text, 'First 12 hexadecimal digits of the SHA-256 of the file.'),
  bytes: described(count, 'Size of the file, in bytes.'),
  madeAt: described(v.nullable(text), 'When it was made: UTC, as ISO 8601 has it. Null: the file does not say.'),
  commandLine: described(
    v.nullable(v.array(text)),
    'The command line that made it, word by word. Null: a program did, or the file does not say.',
  ),
  subject: described(text, 'What was run.'),
  outcome: described(text, 'What came out.'),
  machine: described(text, 'Where it was run. "any": the result does not depend on the machine. "-": nothing was run.'),
});
/** One result file in a line. */
export type ResultRow = Infer<typeof row>;

const resultsListing = v.object({
  ...head('reftorture/results@1'),
  results: described(v.array(row), 'One for each file that holds a result.'),
  skipped: described(v.array(text), 'For each other JSON file in the folders: why it was left out.'),
});
export interface ResultsListing extends Infer<typeof resultsListing> {}

export const resultsSchema: SchemaOf<ResultsListing> = titled(
  resultsListing,
  'List of result files',
  'The result files of folders, a line for each. Made by results.',
);
