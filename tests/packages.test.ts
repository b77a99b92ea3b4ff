// What comes along when the package is installed.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const MOST = 60;

/** The lockfile has the packages for other machines, too, which are not installed. */
const MACHINE = { os: 'linux', cpu: 'x64', libc: 'glibc' };

interface Locked {
  /** Only for work on the program. */
  readonly dev?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

test(`is at most ${MOST} packages`, () => {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Readonly<Record<string, Locked>>;
  };
  const installed = Object.entries(lock.packages).flatMap(([path, { dev, ...machines }]) => {
    const fits = Object.entries(MACHINE).every(
      ([key, value]) => machines[key as keyof typeof MACHINE]?.includes(value) ?? true,
    );
    return path !== '' && !dev && fits ? [path] : [];
  });
  expect(installed).toContain('node_modules/assemblyscript');
  expect(installed.length).toBeLessThanOrEqual(MOST);
});
