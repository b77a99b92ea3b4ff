// Compiled kernels in files, each named by a digest of the sources that it was compiled from. The build compiles those of
// the registry into a folder of the package. Any other kernel is compiled once and stays in the user's cache.
//
// A file ends with a seal: a digest of its contents, of its name, and of the compilers' own sources. There it is in nobody's
// way: the system loads a shared library as it lies. What is damaged, or was made by another release, does not match, and
// is made again. A file that nobody has used for a month goes when the next one is written.

import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PACKAGE_ROOT } from './package-root.js';

/** The folder into which the build compiles kernels. */
export const PACKAGED_KERNELS = join(PACKAGE_ROOT, 'dist/kernels/');

const SEAL_BYTES = 32;
const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 30;
/** How this program names its files, and those that it had no time to finish. */
const OURS = /^\.?[0-9a-f]{16}\.[\w.]+$/;

export function userCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'reftorture');
}

/** The contents of the file `name` of the package or of `folder`. When neither has it, it is made and written there. */
export async function cachedOrMade(
  name: string,
  folder: string,
  make: () => Promise<Uint8Array | string>,
): Promise<Buffer> {
  const packaged = contentsOf(PACKAGED_KERNELS, name);
  if (packaged) return packaged;
  const kept = contentsOf(folder, name);
  if (kept) {
    markUsed(join(folder, name));
    return kept;
  }
  const contents = Buffer.from((await make()) as Uint8Array);
  write(folder, name, contents);
  return contents;
}

/** As cachedOrMade(), for what the system has to load: the path of a file that it can load until the process ends. */
export async function cachedFile(
  name: string,
  folder: string,
  make: () => Promise<Uint8Array | string>,
): Promise<string> {
  const contents = await cachedOrMade(name, folder, make);
  if (contentsOf(folder, name)) return join(folder, name);
  const place = mkdtempSync(join(tmpdir(), 'reftorture-')); // the cache cannot be written
  process.once('exit', () => rmSync(place, { recursive: true, force: true }));
  writeFileSync(join(place, name), contents);
  return join(place, name);
}

/** Undefined when there is no such file, or none that can be trusted. */
function contentsOf(folder: string, name: string): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, name));
  } catch {
    return undefined;
  }
  const end = Math.max(0, bytes.length - SEAL_BYTES);
  const contents = bytes.subarray(0, end);
  return bytes.subarray(end).equals(sealOf(name, contents)) ? contents : undefined;
}

/** Once a day is enough. */
function markUsed(file: string): void {
  try {
    if (Date.now() - statSync(file).mtimeMs > DAY_MS) utimesSync(file, new Date(), new Date());
  } catch {
    // It cannot be written, or has just been removed: it is made again when it is needed.
  }
}

/** Removes what nobody has used for so long that it is no loss. */
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

/** What the user's cache holds now. */
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

function write(folder: string, name: string, contents: Buffer): void {
  const temporary = join(folder, `.${name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, Buffer.concat([contents, sealOf(name, contents)]));
    renameSync(temporary, join(folder, name));
    removeOld(folder);
  } catch {
    // A cache that cannot be written costs time at the next run, nothing else.
  }
}

function sealOf(name: string, contents: Buffer): Buffer {
  return createHash('sha256').update(compilers()).update(name).update('\0').update(contents).digest();
}

let compilersDigest: Buffer | undefined;

/** Digest of what compiles kernels: the sources of that room, which the package has as well. */
function compilers(): Buffer {
  if (compilersDigest) return compilersDigest;
  const folder = join(PACKAGE_ROOT, 'src/engines');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.ts')) hash.update(readFileSync(join(folder, file))).update('\0');
  }
  compilersDigest = hash.digest();
  return compilersDigest;
}
