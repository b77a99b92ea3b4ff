// Shared libraries of kernels, in files of the user's cache: what the C compiler makes is kept, since that takes its time.
//
// A file is named by a digest of what it was made of, and ends with a seal: a digest of its name and contents. There it is in
// nobody's way: the system loads a library as it lies. What is damaged does not match, and is made again. A file that nobody
// has used for a month goes when the next one is written.

import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder, temporaryFolder } from '../folders.js';
import { compileC, compilerKey, nativeCompiler } from './compiler.js';

const SEAL_BYTES = 32;
const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 30;
/** The names of the files, and of those that there was no time to finish. */
const OURS = /^\.?[0-9a-f]{16}\.[\w.]+$/;

function userCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'reftorture');
}

/** The path of the library `name`, which the system can load until the process ends. If there is none it is made. */
export async function cachedLibrary(name: string, folder: string, make: () => Promise<Uint8Array>): Promise<string> {
  const path = join(folder, name);
  if (isWhole(path, name)) {
    markUsed(path);
    return path;
  }
  const contents = await make();
  write(folder, name, contents);
  if (isWhole(path, name)) return path;
  const place = temporaryFolder(); // the cache cannot be written
  process.once('exit', () => rmSync(place, { recursive: true, force: true }));
  writeFileSync(join(place, name), contents);
  return join(place, name);
}

function isWhole(path: string, name: string): boolean {
  try {
    const bytes = readFileSync(path);
    const end = Math.max(0, bytes.length - SEAL_BYTES);
    return bytes.subarray(end).equals(sealOf(name, bytes.subarray(0, end)));
  } catch {
    return false;
  }
}

function sealOf(name: string, contents: Uint8Array): Buffer {
  return createHash('sha256').update(name).update('\0').update(contents).digest();
}

/** Once a day is enough. */
function markUsed(path: string): void {
  try {
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) utimesSync(path, new Date(), new Date());
  } catch {
    // It cannot be written, or has just been removed: it is made again when it is needed.
  }
}

function write(folder: string, name: string, contents: Uint8Array): void {
  const temporary = join(folder, `.${name}.${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(temporary, Buffer.concat([contents, sealOf(name, contents)]));
    renameSync(temporary, join(folder, name));
    removeOld(folder);
  } catch {
    // A cache that cannot be written costs time at the next run, nothing else.
  }
}

/** Removes files that nobody has used for so long that they are no loss. */
function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (!OURS.test(name)) continue;
    if (Date.now() - statSync(file).mtimeMs > KEPT_DAYS * DAY_MS) rmSync(file, { force: true });
  }
}

export interface CacheUse {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly writable: boolean;
}

/** The size of the user's cache now. */
export function cacheUse(folder = userCache()): CacheUse {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => OURS.test(name)) : [];
  const bytes = names.reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return { folder, files: names.length, bytes, writable: isWritable(folder) };
}

/** A folder that is not there is made when it is needed, in the next one above that is. */
function isWritable(folder: string): boolean {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    accessSync(place, constants.W_OK);
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

/** The path of the library that the C compiler makes of `text`. @throws NativeError where there is no compiler, and the reason of `signal` */
export async function libraryOf(text: string, signal?: AbortSignal, folder = userCache()): Promise<string> {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const name = `${digest}.${compilerKey(await nativeCompiler(signal))}.so`;
  return cachedLibrary(name, folder, () => compileC(text, name, folder, signal));
}
