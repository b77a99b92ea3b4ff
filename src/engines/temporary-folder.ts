// A folder for what a compiler has to read where nothing better can be written.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';

/** A new folder, which is the caller's to remove. @throws UsageError where there is no room */
export function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'reftorture-'));
  } catch (error) {
    throw noSpaceError(error);
  }
}

/** The error for a temporary folder that cannot be written, for the reason that `error` gives. */
export function noSpaceError(error: unknown): UsageError {
  const reason = reasonOf(error, 'folder');
  return new UsageError(
    `cannot write to the temporary folder ${tmpdir()}: ${reason}; make room there, or set TMPDIR to another`,
  );
}
