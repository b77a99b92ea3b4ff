// Compiled kernels in files, each named by a digest of the sources that it was compiled from. The build compiles those of
// the registry into a folder of the package. Any other kernel is compiled once and stays in the user's cache.
//
// A file begins with a seal: a digest of its contents, of its name, and of the compilers' own sources. What is damaged,
// or was made by another release, does not match, and is made again.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SOURCE_ROOT } from './sources.js';

/** The folder into which the build compiles kernels. */
export const PACKAGED_KERNELS = fileURLToPath(new URL('../../dist/kernels/', import.meta.url));

const SEAL_BYTES = 32;

export function userCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'reftorture');
}

/** The contents of the file `name` of the package or of `folder`. When neither has it, it is made and written there. */
export async function cachedOrMade(
  name: string,
  folder: string,
  make: () => Promise<Uint8Array | string>,
): Promise<Buffer> {
  for (const known of [PACKAGED_KERNELS, folder]) {
    const contents = contentsOf(known, name);
    if (contents) return contents;
  }
  const contents = Buffer.from((await make()) as Uint8Array);
  write(folder, name, contents);
  return contents;
}

/** Undefined when there is no such file, or none that can be trusted. */
function contentsOf(folder: string, name: string): Buffer | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, name));
  } catch {
    return undefined;
  }
  const contents = bytes.subarray(SEAL_BYTES);
  return bytes.subarray(0, SEAL_BYTES).equals(sealOf(name, contents)) ? contents : undefined;
}

function write(folder: string, name: string, contents: Buffer): void {
  const temporary = join(folder, `.${name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, Buffer.concat([sealOf(name, contents), contents]));
    renameSync(temporary, join(folder, name));
  } catch {
    // A cache that cannot be written costs time at the next run, nothing else.
  }
}

function sealOf(name: string, contents: Buffer): Buffer {
  return createHash('sha256').update(compilers()).update(name).update('\0').update(contents).digest();
}

let compilersDigest: Buffer | undefined;

/** Digest of what compiles kernels: the sources of this folder, which the package has as well. */
function compilers(): Buffer {
  if (compilersDigest) return compilersDigest;
  const folder = join(SOURCE_ROOT, 'engines');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.ts')) hash.update(readFileSync(join(folder, file))).update('\0');
  }
  compilersDigest = hash.digest();
  return compilersDigest;
}
