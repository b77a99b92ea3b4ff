// From what a user types to a scenario: a name of the box, or a path to a file of their own.

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError, unknownName } from '../usage-error.js';
import { type Scenario, scenarios } from './index.js';
import { scenarioFile } from './scenario-file.js';

/** @throws UsageError when there is no such scenario or file, or the file declares none. */
export function resolveScenario(nameOrPath: string): Scenario {
  const known = scenarios.find(({ name }) => name === nameOrPath);
  if (known) return known;
  if (!/[\\/]|\.ts$/.test(nameOrPath)) throw unknownName('scenario', scenarios, nameOrPath);
  const file = resolve(nameOrPath);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new UsageError(
      `no scenario file at "${nameOrPath}": give a path to a TypeScript file, or a name that "reftorture list" shows`,
    );
  }
  return scenarioFile(nameOrPath, file);
}
