// What dist/ was built from. The tests run what is in dist/, and would not notice that it is older than the sources.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Holds the digest of what the build has read. */
const STAMP = 'dist/built-from';

/** Part of the build, after the compiler: notes what dist/ is built from. */
export function stamp(root = ROOT): void {
  writeFileSync(join(root, STAMP), digestOfSources(root));
}

/** Whether dist/ was built, and from the sources as they are now. */
export function isUpToDate(root = ROOT): boolean {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === digestOfSources(root);
  } catch {
    return false;
  }
}

function digestOfSources(root: string): string {
  const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = names.filter((name) => name.endsWith('.ts')).map((name) => `src/${name.split(sep).join('/')}`);
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
