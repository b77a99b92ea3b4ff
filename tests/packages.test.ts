// Tests of what comes along when the package is installed, on a machine like this one.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST = 25;
const MOST_MEGABYTES = 15;

const { header } = process.report.getReport() as unknown as { readonly header: object };
/** The lockfile has the packages for other machines, too, which are not installed. */
const MACHINE = { os: process.platform, cpu: process.arch, libc: 'glibcVersionRuntime' in header ? 'glibc' : 'musl' };

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** The folders of the packages that those at `path` lead to. An optional peer is nobody's reason to be installed. */
function installedFrom(path: string, found = new Set<string>()): ReadonlySet<string> {
  const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta } = lock.packages[path] ?? {};
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
    // In the folder of the package itself, or of one around it.
    const places = path.split(/(?=\/node_modules\/)/).map((_, index, parts) => parts.slice(0, index + 1).join(''));
    const place = [...places.reverse().map((around) => `${around}/node_modules/${name}`), `node_modules/${name}`].find(
      (candidate) => candidate in lock.packages,
    );
    const locked = place === undefined ? undefined : lock.packages[place];
    const fits = Object.entries(MACHINE).every(
      ([key, value]) => locked?.[key as keyof typeof MACHINE]?.includes(value) ?? true,
    );
    if (place === undefined || found.has(place) || !fits) continue;
    found.add(place);
    installedFrom(place, found);
  }
  return found;
}

const installed = [...installedFrom('')];

test(`is at most ${MOST} packages, and no compiler`, () => {
  expect(installed).toContain('node_modules/acorn');
  expect(installed.length).toBeGreaterThan(10);
  expect(installed.length).toBeLessThanOrEqual(MOST);
  expect(installed.filter((path) => /\/(?:assemblyscript|binaryen|esbuild|typescript)$/.test(path))).toEqual([]);
});

test(`is at most ${MOST_MEGABYTES} MB`, () => {
  const bytes = installed.map((path) => {
    const entries = readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' });
    return entries.reduce((sum, entry) => sum + statSync(join(ROOT, path, entry)).size, 0);
  });
  for (const [index, one] of bytes.entries()) expect([installed[index], one > 0]).toEqual([installed[index], true]);
  expect(bytes.reduce((sum, one) => sum + one, 0) / 1e6).toBeLessThanOrEqual(MOST_MEGABYTES);
});
