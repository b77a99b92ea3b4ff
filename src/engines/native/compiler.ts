// The C compiler of the machine: which one it is, and what it makes of a kernel.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { NativeError } from '../../front-end/compile-error.js';
import { reasonOf } from '../../system-error.js';
import { makeFolder, noSpaceError, temporaryFolder } from '../folders.js';
import { runProgram } from './run-program.js';

/**
 * -O2 as Linux is built with, and as who compiles a printed program is told to. The other options concern no code but that
 * of the borders of a library. On arm64 the atomic instructions of the machine's own cores are used.
 */
const FLAGS: readonly string[] = [
  ...['-std=c11', '-O2', '-fPIC', '-shared', '-fvisibility=hidden', '-w'],
  ...(process.arch === 'arm64' ? ['-mcpu=native'] : []),
];

/** A hundred times what an ordinary kernel takes on a slow machine. */
const DEADLINE_MS = 60_000;

/** It only has to say who it is. */
const VERSION_DEADLINE_MS = 10_000;

export interface Compiler {
  /** The program, and what stands before its options, as in CC="ccache gcc". */
  readonly command: readonly [program: string, ...before: string[]];
  /** Options in CC. They come behind FLAGS, so that they count. */
  readonly options: readonly string[];
  /** The first line of what it says of its version, and its options: where a result comes from. */
  readonly version: string;
}

let known: { readonly cc: string; readonly found: Promise<Compiler | NativeError> } | undefined;

/** The compiler that CC names, or cc. @throws NativeError when there is none, or koffi is missing, and the reason of `signal` */
export async function nativeCompiler(signal?: AbortSignal): Promise<Compiler> {
  const cc = process.env.CC?.trim() || 'cc';
  if (known?.cc !== cc) known = { cc, found: look(cc, signal) };
  const { found } = known;
  const compiler = await found.catch(() => {
    if (known?.found === found) known = undefined; // whoever asked first gave up
    signal?.throwIfAborted();
    return nativeCompiler(signal);
  });
  if (compiler instanceof NativeError) throw compiler;
  return compiler;
}

/** Returns why there is no native engine here; undefined if there is one. @throws the reason of `signal` */
export async function nativeProblem(signal?: AbortSignal): Promise<string | undefined> {
  try {
    await nativeCompiler(signal);
    return undefined;
  } catch (error) {
    if (error instanceof NativeError) return error.message;
    throw error;
  }
}

async function look(cc: string, signal: AbortSignal | undefined): Promise<Compiler | NativeError> {
  if (process.platform === 'win32') return new NativeError('no native engine on Windows: use --engine wasm');
  try {
    createRequire(import.meta.url).resolve('koffi');
  } catch {
    return new NativeError('no native engine: the optional package koffi is not installed; type npm install koffi');
  }
  const { command, options } = wordsOf(cc);
  const [program, ...before] = command;
  const absent = (problem: string): NativeError =>
    new NativeError(`no C compiler: ${problem}; install gcc or clang, or set CC to its name, or use --engine wasm`);
  try {
    const ended = await runProgram(program, [...before, '--version'], { deadlineMs: VERSION_DEADLINE_MS, signal });
    if (!ended) return absent(`${cc} --version had not ended after ${VERSION_DEADLINE_MS / 1000} s`);
    if (ended.code !== 0) return absent(`${cc} --version failed`);
    const [said = ''] = linesOf(ended.stdout);
    return { command, options, version: [said, ...options].join(' ') };
  } catch (error) {
    signal?.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    return absent(
      code === 'ENOENT' ? `${program} is not on the path` : `${program} cannot be run: ${reasonOf(error, 'file')}`,
    );
  }
}

/** CC as a shell takes it apart, unless the whole is the path of a file. */
function wordsOf(cc: string): Pick<Compiler, 'command' | 'options'> {
  const [program = cc, ...rest] = existsSync(cc) ? [cc] : cc.split(/\s+/);
  const firstOption = rest.findIndex((word) => word.startsWith('-'));
  const before = firstOption < 0 ? rest : rest.slice(0, firstOption);
  return { command: [program, ...before], options: rest.slice(before.length) };
}

/** The lines of `text` that have something, without what a terminal would act on. */
function linesOf(text: string): string[] {
  const lines = stripVTControlCharacters(text).split('\n');
  return lines.map((line) => line.replace(/\p{Cc}+/gu, ' ').trim()).filter((line) => line !== '');
}

/** Part of the name of what this compiler makes. */
export function compilerKey({ command, version }: Compiler): string {
  return createHash('sha256')
    .update([...command, version, ...FLAGS].join('\0'))
    .digest('hex')
    .slice(0, 8);
}

/**
 * The shared library that the compiler makes of `text`. The text stays in `folder` as `name`.c, to be read.
 * @throws NativeError with the compiler's first complaint and its place, UsageError where there is no room for temporary
 * files, and the reason of `signal`, which ends it
 */
export async function compileC(text: string, name: string, folder: string, signal?: AbortSignal): Promise<Uint8Array> {
  const compiler = await nativeCompiler(signal);
  const work = temporaryFolder();
  try {
    const source = keptSource(text, `${name}.c`, folder, work);
    const library = join(work, 'kernel.so');
    await compile(compiler, source, library, signal);
    return contentsOf(library, compiler);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Writes the text where it can be read later, or into `work` where that cannot be written. */
function keptSource(text: string, name: string, folder: string, work: string): string {
  const kept = join(folder, name);
  const begun = join(folder, `.${name}.${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(begun, text);
    renameSync(begun, kept);
    return kept;
  } catch {
    if (existsSync(begun)) rmSync(begun);
  }
  try {
    const temporary = join(work, name);
    writeFileSync(temporary, text);
    return temporary;
  } catch (error) {
    throw noSpaceError(error);
  }
}

async function compile(
  { command: [program, ...before], options }: Compiler,
  source: string,
  library: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const args = [...before, ...FLAGS, ...options, '-o', library, source];
  const ended = await runProgram(program, args, { deadlineMs: DEADLINE_MS, signal });
  if (!ended) throw new NativeError(`${program} had not compiled ${source} after ${DEADLINE_MS / 1000} s`);
  if (ended.code === 0) return;
  const lines = linesOf(ended.stderr);
  if (lines.some((line) => line.includes('No space left on device'))) throw noSpaceError({ code: 'ENOSPC' });
  const first = lines.find((line) => /\berror\b/.test(line)) ?? lines[0] ?? 'it failed, and did not say why';
  throw new NativeError(`${program}: ${first}`);
}

/** A compiler may end well and have made nothing. */
function contentsOf(library: string, { command }: Compiler): Uint8Array {
  const bytes = existsSync(library) ? readFileSync(library) : new Uint8Array();
  if (bytes.length > 0) return bytes;
  throw new NativeError(
    `${command.join(' ')} said nothing and wrote no library: set CC to a C compiler, or use --engine wasm`,
  );
}
