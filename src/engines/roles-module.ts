// The module that plays the roles of a user's scenario: its functions by number. Kept with the kernels, since compilers
// read files.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FIRST_ROLE, type Scenario } from '../scenarios/scenario.js';
import { sourceDigest } from './digest.js';
import { bindingsFor, specifierFrom } from './sources.js';
import { vetScenario } from './vet/vet.js';

/**
 * The file that plays the roles of `scenario`, written now into `folder`; undefined for a scenario of the box.
 * `compiledNext` as in vetProtocol(). @throws KernelCompileError
 */
export async function rolesModule(
  scenario: Scenario | undefined,
  protocolFile: string,
  folder: string,
  compiledNext: boolean,
): Promise<string | undefined> {
  if (scenario?.file === undefined) return undefined;
  const names = scenario.roles(scenario.minThreads).map(({ name }) => name);
  await vetScenario(scenario.file, names, bindingsFor(protocolFile, 'wasm', 'detecting'), compiledNext);
  const path = join(folder, `${sourceDigest(protocolFile, scenario.file)}.roles.ts`);
  const from = specifierFrom(dirname(path), scenario.file.replace(/\.ts$/, '.js'));
  const cases = names.map((name, index) => `    case ${FIRST_ROLE + index}:\n      ${name}();\n      break;\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path,
    `import { ${names.join(', ')} } from '${from}';\n\nexport function playUserRole(role: i32): void {\n  switch (role) {\n${cases.join('')}  }\n}\n`,
  );
  return path;
}
