// Folders that the compilers write to: the user's own, and temporary ones.

import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isFolder } from '../regular-file.js';
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

/** Makes `folder`, and those above it, if need be. Node's own recursive mkdir never ends below /proc. @throws what the system says */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}
