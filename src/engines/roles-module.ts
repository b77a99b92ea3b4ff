// The module that plays the roles of a user's scenario: from a role's number to the user's function. It is written to
// the cache of kernels, since compilers read files.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FIRST_USER_ROLE, type UserRoles } from '../scenarios/scenario.js';
import { sourceDigest } from './digest.js';
import { bindingsFor, specifierFrom } from './sources.js';
import { vetScenario } from './vet/vet.js';

/**
 * Writes the file that plays `userRoles` into `folder`, and returns its path; undefined where there are none.
 * `compiledNext` as in vetProtocol(). @throws KernelCompileError
 */
export async function rolesModule(
  userRoles: UserRoles | undefined,
  protocolFile: string,
  folder: string,
  compiledNext: boolean,
): Promise<string | undefined> {
  if (!userRoles) return undefined;
  const { file, names } = userRoles;
  await vetScenario(file, names, bindingsFor(protocolFile, 'wasm', 'detecting'), compiledNext);
  const path = join(folder, `${sourceDigest(protocolFile, file)}.roles.ts`);
  const from = specifierFrom(dirname(path), file.replace(/\.ts$/, '.js'));
  const cases = names.map((name, index) => `    case ${FIRST_USER_ROLE + index}:\n      ${name}();\n      break;\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path,
    `import { ${names.join(', ')} } from '${from}';

export function playUserRole(role: i32): void {
  switch (role) {
${cases.join('')}  }
}
`,
  );
  return path;
}
