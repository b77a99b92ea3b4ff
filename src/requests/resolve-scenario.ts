// From what a user types to a scenario: a built-in name, or a path to a file of their own.

import { type Scenario, scenarios } from '../scenarios/index.js';
import { unknownName } from '../usage-error.js';
import type { ResolvedProtocol } from './resolve-protocol.js';
import { scenarioFile } from './scenario-file.js';
import { isPath, userFile } from './user-file.js';

/** A scenario to run with `protocol`. @throws UsageError when there is no such scenario or file, or the file declares none. */
export function resolveScenario(nameOrPath: string, protocol: ResolvedProtocol): Scenario {
  const known = scenarios.find(({ name }) => name === nameOrPath);
  if (known) return known;
  if (!isPath(nameOrPath)) throw unknownName('scenario', scenarios, nameOrPath);
  const file = userFile('scenario', nameOrPath);
  return scenarioFile(nameOrPath, file, protocol.file);
}
