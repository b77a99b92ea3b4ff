// The C compiler of the machine: which one it is, and what it makes of a kernel.

import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NativeError } from './error.js';

/**
 * As Linux is compiled, as far as it changes what a kernel means: arithmetic wraps, and types do not tell words apart. -O3
 * inlines more of a round than -O2, detectors above all. On arm64 the atomic instructions of the machine's own cores are
 * used.
 */
const FLAGS: readonly string[] = [
  ...[
    '-std=c11',
    '-O3',
    '-fPIC',
    '-shared',
    '-fwrapv',
    '-fno-strict-aliasing',
    '-fno-builtin',
    '-fvisibility=hidden',
    '-w',
  ],
  ...(process.arch === 'arm64' ? ['-mcpu=native'] : []),
];

/** A hundred times what an ordinary kernel takes on a slow machine. */
const DEADLINE_MS = 60_000;

export interface Compiler {
  readonly command: string;
  /** The first line of what it says of its version. */
  readonly version: string;
}

let known: { readonly command: string; readonly compiler: Compiler | NativeError } | undefined;

/** The compiler that CC names, or cc. @throws NativeError when there is none, or koffi is missing */
export function nativeCompiler(): Compiler {
  const command = process.env.CC || 'cc';
  if (known?.command !== command) known = { command, compiler: look(command) };
  if (known.compiler instanceof NativeError) throw known.compiler;
  return known.compiler;
}

/** Why there is no native engine here; undefined when there is one. */
export function nativeProblem(): string | undefined {
  try {
    nativeCompiler();
    return undefined;
  } catch (error) {
    if (error instanceof NativeError) return error.message;
    throw error;
  }
}

function look(command: string): Compiler | NativeError {
  if (process.platform === 'win32') return new NativeError('no native engine on Windows: use --engine wasm');
  try {
    createRequire(import.meta.url).resolve('koffi');
  } catch {
    return new NativeError('no native engine: the optional package koffi is not installed; type npm install koffi');
  }
  try {
    const said = execFileSync(command, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    return { command, version: said.split('\n')[0]?.trim() ?? '' };
  } catch (error) {
    const absent = (error as { code?: unknown }).code === 'ENOENT';
    const problem = absent ? `${command} is not on the path` : `${command} --version failed`;
    return new NativeError(
      `no C compiler: ${problem}; install gcc or clang, or set CC to its name, or use --engine wasm`,
    );
  }
}

/** Part of the name of what this compiler makes. */
export function compilerKey({ command, version }: Compiler): string {
  return createHash('sha256')
    .update([command, version, ...FLAGS].join('\0'))
    .digest('hex')
    .slice(0, 8);
}

/**
 * The shared library that the compiler makes of `text`. The text stays in `folder` as `name`.c, to be read.
 * @throws NativeError with the compiler's first complaint and its place
 */
export async function compileC(text: string, name: string, folder: string): Promise<Uint8Array> {
  const { command } = nativeCompiler();
  const work = mkdtempSync(join(tmpdir(), 'reftorture-'));
  try {
    const source = keptSource(text, `${name}.c`, folder, work);
    const library = join(work, 'kernel.so');
    await run(command, [...FLAGS, '-o', library, source], source);
    return readFileSync(library);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Writes the text where it can be read later, or into `work` where that cannot be written. */
function keptSource(text: string, name: string, folder: string, work: string): string {
  const temporary = join(work, name);
  writeFileSync(temporary, text);
  try {
    mkdirSync(folder, { recursive: true });
    const kept = join(folder, name);
    writeFileSync(join(folder, `.${name}.${process.pid}`), text);
    renameSync(join(folder, `.${name}.${process.pid}`), kept);
    return existsSync(kept) ? kept : temporary;
  } catch {
    return temporary;
  }
}

async function run(command: string, flags: readonly string[], source: string): Promise<void> {
  try {
    await promisify(execFile)(command, [...flags], { timeout: DEADLINE_MS, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 });
  } catch (error) {
    const { stderr = '', killed } = error as { stderr?: string; killed?: boolean };
    if (killed) throw new NativeError(`${command} had not compiled ${source} after ${DEADLINE_MS / 1000} s`);
    const lines = stderr.split('\n').filter((line) => line.trim() !== '');
    const first = lines.find((line) => /\berror\b/.test(line)) ?? lines[0] ?? (error as Error).message;
    throw new NativeError(`${command}: ${first.trim()}`);
  }
}
