// Litmus tests by what a user types: a path, the name of one that comes with reftorture, or `all` of these.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestOf, UsageError } from '../../usage-error.js';

const FOLDER = fileURLToPath(new URL('../../../tests/litmus/', import.meta.url));
const ENDING = '.litmus';
const ALL = 'all';

export interface LitmusFile {
  /** What a result and a message call it: as it was typed, or its name. */
  readonly named: string;
  readonly path: string;
}

/** Whether `asked` is a file of the user's. One that is there comes before the name of a test. */
export function isLitmusPath(asked: string): boolean {
  return /[\\/]/.test(asked) || asked.endsWith(ENDING) || existsSync(asked);
}

/** @throws UsageError for a name that no test has. A path may still lead nowhere. */
export function litmusFiles(asked: readonly string[]): LitmusFile[] {
  return asked.flatMap((one) => {
    if (isLitmusPath(one)) return [{ named: one, path: one }];
    const names = shippedNames();
    if (one === ALL) return names.map(shipped);
    if (names.includes(one)) return [shipped(one)];
    throw new UsageError(
      `unknown litmus test "${one}".${nearestOf(names, one)} check --litmus ${ALL} shows those that there are; a file of your own ends in ${ENDING}`,
    );
  });
}

function shippedNames(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(ENDING));
  return files.map((name) => basename(name, ENDING)).sort();
}

function shipped(name: string): LitmusFile {
  return { named: name, path: join(FOLDER, name + ENDING) };
}
