// The module that plays the roles of a user's scenario: from a role's number to the user's function. It is written to
// the cache of kernels, since compilers read files.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FIRST_USER_ROLE, type UserRoles } from '../scenarios/scenario.js';
import { bindingsFor } from './bindings.js';
import { sourceDigest } from './digest.js';
import { specifierFrom } from './sources.js';
import { noRoom, temporaryFolder } from './temporary-folder.js';
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
  const name = `${sourceDigest(protocolFile, file)}.roles.ts`;
  return written(folder, name, (path) => textOf(names, specifierFrom(dirname(path), file.replace(/\.ts$/, '.js'))));
}

/** `from`: the specifier of the user's file. */
function textOf(names: readonly string[], from: string): string {
  const cases = names.map((name, index) => `    case ${FIRST_USER_ROLE + index}:\n      ${name}();\n      break;\n`);
  return `import { ${names.join(', ')} } from ${JSON.stringify(from)};

export function playUserRole(role: i32): void {
  switch (role) {
${cases.join('')}  }
}
`;
}

/** Writes the file `name` into `folder`, or into a temporary one where that cannot be written. Returns its path. */
function written(folder: string, name: string, text: (path: string) => string): string {
  const write = (place: string): string => {
    const path = join(place, name);
    mkdirSync(place, { recursive: true });
    writeFileSync(path, text(path));
    return path;
  };
  try {
    return write(folder);
  } catch {
    const temporary = temporaryFolder();
    process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
    try {
      return write(temporary);
    } catch (error) {
      throw noRoom(error);
    }
  }
}
