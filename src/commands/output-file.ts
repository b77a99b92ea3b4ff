// Result files: written to a temporary name and renamed, so that nobody ever finds half a file.

import {
  appendFileSync,
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';

export interface OutputFile {
  /** True where what is printed goes there as well. */
  readonly isPrinted: boolean;
  /** Puts `text`, or parts of one, in place, replacing what was there. */
  commit(text: string | readonly string[]): void;
  /** Leaves the target as it was. Harmless after commit(). */
  discard(): void;
}

/** Kind of a file that is written. It replaces nothing but its own kind, unless that is asked for. */
export type OutputKind = 'result' | 'page' | 'chart' | 'code' | 'test report' | 'benchmark';

/** Beginnings of the files of each kind that this program has written. */
const BEGINNINGS: Readonly<Record<OutputKind, RegExp>> = {
  result: /^\s*\{\s*"schema":\s*"reftorture\//,
  page: /^<!doctype html>.*<meta name="generator" content="reftorture /s,
  chart: /^<svg /,
  'test report': /^<\?xml .*\?>\n<testsuites name="reftorture"/,
  benchmark: /^\[\s*(?:\]|\{\s*"name": "reftorture )/,
  code: /^(?:\/\/ Printed by reftorture|"use strict";\n|\(module\n)/,
};
/** So much of a file is looked at. */
const BEGINNING_BYTES = 4096;

/** Files that an output must not replace. */
export interface TakenFiles {
  /** By the paths that the user gave. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** True where other files may be replaced. */
  readonly force?: boolean | undefined;
}

/**
 * Makes sure now, before a long run, that the result can be written later. A link stays, and the file that it leads to is
 * replaced.
 *
 * @throws UsageError when the file cannot be written, or is one of `taken`.
 */
export function openOutput(file: string, kind: OutputKind, taken: TakenFiles): OutputFile {
  if (file === '') throw new UsageError('cannot write "": give the name of a file');
  const target = behindLinks(file);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  return writing(file, () => {
    const status = statSync(file, { throwIfNoEntry: false });
    if (status?.isDirectory()) throw new UsageError(`cannot write "${file}": it is a folder`);
    if (status && isStandardOutput(status)) return writtenTo(file, process.stdout.fd);
    if (status && !status.isFile()) return writtenTo(file, file);
    if (!status && lstatSync(file, { throwIfNoEntry: false }))
      throw new UsageError(`cannot write "${file}": it is a link that leads nowhere`);
    refuseTaken(file, taken);
    if (status) closeSync(openSync(target, 'r+')); // refuses a write-protected file, which renaming would not
    if (status && status.size > 0 && !taken.force) refuseForeign(file, kind);
    closeSync(openSync(temporary, 'wx'));
    const discard = (): void => rmSync(temporary, { force: true });
    const commit = (text: string | readonly string[]): void => {
      for (const part of [text].flat()) appendFileSync(temporary, part);
      renameSync(temporary, target);
    };
    return { isPrinted: false, commit: (text) => writing(file, () => commit(text)), discard };
  });
}

/** Does `act`, which writes `file`. @throws UsageError */
function writing<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write "${file}": ${reasonOf(error, 'folder')}`);
  }
}

/** The absolute path of `file`, with links followed where it exists. */
function behindLinks(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file); // there is no such file yet, or opening it says what is wrong
  }
}

function refuseTaken(file: string, { inputs, outputs }: TakenFiles): void {
  const isFile = (other: string): boolean => behindLinks(other) === behindLinks(file);
  if (inputs.some(isFile)) throw new UsageError(`cannot write "${file}": this command reads it`);
  if (outputs.some(isFile)) throw new UsageError(`cannot write "${file}": another output goes there`);
}

/** @throws UsageError for a file that somebody else has written */
function refuseForeign(file: string, kind: OutputKind): void {
  const beginning = Buffer.alloc(BEGINNING_BYTES);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, beginning);
  closeSync(descriptor);
  if (BEGINNINGS[kind].test(beginning.toString('utf8', 0, length))) return;
  throw new UsageError(
    `cannot write "${file}": it is there, and is no ${kind} of reftorture; choose another name, or say --force`,
  );
}

/** A name such as /dev/stdout, whatever that leads to: also a file to which output is appended. */
function isStandardOutput({ dev, ino }: Stats): boolean {
  try {
    const printed = fstatSync(process.stdout.fd);
    return printed.dev === dev && printed.ino === ino;
  } catch {
    return false; // it is closed
  }
}

/** A device or pipe: written to, never replaced. */
function writtenTo(file: string, place: string | number): OutputFile {
  return {
    isPrinted: place === process.stdout.fd,
    commit: (text) => writing(file, () => writeFileSync(place, [text].flat().join(''))),
    discard: () => {},
  };
}
