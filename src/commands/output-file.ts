// Result files: written to a temporary name and renamed, so that nobody ever finds half a file.

import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';

export interface OutputFile {
  /** Puts `text` in place, replacing what was there. */
  commit(text: string): void;
  /** Leaves the target as it was. Harmless after commit(). */
  discard(): void;
}

/** Makes sure now, before a long run, that the result can be written later. @throws UsageError when it cannot. */
export function openOutput(file: string): OutputFile {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    const status = statSync(file, { throwIfNoEntry: false });
    if (status?.isDirectory()) throw new UsageError(`cannot write "${file}": it is a folder`);
    if (status && !status.isFile()) return openDevice(file);
    closeSync(openSync(temporary, 'wx'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write "${file}": ${reasonOf(error, 'folder')}`);
  }
  return {
    commit(text) {
      try {
        writeFileSync(temporary, text);
        renameSync(temporary, file);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw new UsageError(`cannot write "${file}": ${reasonOf(error, 'folder')}`);
      }
    },
    discard: () => rmSync(temporary, { force: true }),
  };
}

/** A device or pipe, such as /dev/stdout: written to, never replaced. */
function openDevice(file: string): OutputFile {
  return {
    commit(text) {
      try {
        writeFileSync(file, text);
      } catch (error) {
        throw new UsageError(`cannot write "${file}": ${reasonOf(error, 'folder')}`);
      }
    },
    discard: () => {},
  };
}
