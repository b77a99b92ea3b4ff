// A digest of what dist/ was built from. The tests run dist/, and would not notice that it is older than the sources.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Holds the digest of what the build has read. */
const STAMP = 'dist/built-from';
const SITE_STAMP = 'dist/site-built-from';

const COMPILED = /\.ts$/;
const ON_THE_PAGE = /\.(?:ts|html|css)$/;

/** Part of the build, after the compiler: notes what dist/ is built from. */
export function stamp(root = ROOT): void {
  writeFileSync(join(root, STAMP), digestOfSources(root, COMPILED));
}

/** Returns whether dist/ was built from the sources as they are now. */
export function isUpToDate(root = ROOT): boolean {
  return isStamped(root, STAMP, COMPILED);
}

/** Notes the same of the page, which is built by itself. */
export function stampSite(): void {
  writeFileSync(join(ROOT, SITE_STAMP), digestOfSources(ROOT, ON_THE_PAGE));
}

export function isSiteUpToDate(): boolean {
  return isStamped(ROOT, SITE_STAMP, ON_THE_PAGE);
}

function isStamped(root: string, stamp: string, which: RegExp): boolean {
  try {
    return readFileSync(join(root, stamp), 'utf8') === digestOfSources(root, which);
  } catch {
    return false;
  }
}

function digestOfSources(root: string, which: RegExp): string {
  const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = names.filter((name) => which.test(name)).map((name) => `src/${name.split(sep).join('/')}`);
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), 'tsconfig.json', 'package.json']) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}
