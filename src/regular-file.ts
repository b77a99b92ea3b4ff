// Paths that a user names: a file or standard input, read with a limit, as either may be larger than memory; or a folder.

import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { reasonOf } from './system-error.js';

/** Why a file is not read, in words that follow a colon. */
export class Unreadable extends Error {}

const MIB = 2 ** 20;

/**
 * The contents of `file`. It is opened once, so that what is measured is what is read, and without waiting, so that a
 * pipe cannot hold us up. @throws Unreadable
 */
export function readRegularFile(file: string, mostBytes: number): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    if (status.isDirectory()) throw new Unreadable('it is a folder');
    if (!status.isFile()) throw new Unreadable('it is not a regular file');
    if (status.size > mostBytes) {
      throw new Unreadable(`it has ${(status.size / MIB).toFixed(0)} MiB, and at most ${mostBytes / MIB} MiB are read`);
    }
    return readFileSync(descriptor);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(reasonOf(error, 'file'));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The contents of standard input. @throws Unreadable */
export function readStandardInput(mostBytes: number): Buffer {
  if (isatty(0)) throw new Unreadable('standard input is a terminal: pipe a file into it');
  const contents = Buffer.allocUnsafe(mostBytes + 1);
  let length = 0;
  try {
    for (let read = 1; read > 0 && length <= mostBytes; length += read)
      read = readSync(0, contents, { offset: length });
  } catch (error) {
    throw new Unreadable(reasonOf(error, 'file'));
  }
  if (length > mostBytes) throw new Unreadable(`at most ${mostBytes / MIB} MiB are read`);
  return contents.subarray(0, length);
}

/** Tells whether `path` is a folder. What cannot be looked at, such as a link to itself, is none: reading it says why. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
