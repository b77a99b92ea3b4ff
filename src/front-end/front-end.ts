// The front end: from a protocol's file, and a user's roles, to the module record that all printers print. Who wants to
// know something of a portable source asks here.

import { join } from 'node:path';
import { FIRST_USER_ROLE, type UserRoles } from '../scenarios/scenario.js';
import { bindingsFor, entryFor, intrinsicsFor, type ProtocolExports, type Purpose } from './bindings.js';
import { contractComplaints, hasMany, perThreadWordsIn } from './contract.js';
import { Linker } from './linker.js';
import { boundTarget } from './portable-imports.js';
import type { Callable, PortableModule, Variable } from './portable-module.js';
import { type Bindings, SOURCE_ROOT } from './sources.js';

/** The sources of a kernel besides the package's own. */
export interface KernelSources {
  readonly protocolFile: string;
  /** The roles of a user's scenario, if there are some. */
  readonly userRoles?: UserRoles | undefined;
}

/** Other values for constants of runtime/width.ts, in a check. */
export interface Constants {
  readonly WIDTH?: number;
  readonly RESET_AFTER?: number;
}

/**
 * The kernel of these sources. @throws KernelCompileError that says in one line what is wrong with a file of the user's,
 * where, and what to write instead
 */
export function kernelModule(sources: KernelSources, purpose: Purpose, constants: Constants = {}): PortableModule {
  const protocol = protocolExports(sources.protocolFile);
  return linked(entryFor(protocol, purpose), protocol, purpose, { userRoles: sources.userRoles, constants });
}

/**
 * The module of the exports of `entry`, a path, in the place of a kernel's, and with files of its own behind open names:
 * for tests. @throws KernelCompileError
 */
export function moduleOf(
  entry: string,
  protocolFile: string,
  purpose: Purpose,
  overrides: Partial<Bindings> = {},
): PortableModule {
  return linked(entry, protocolExports(protocolFile), purpose, { overrides });
}

interface More {
  readonly userRoles?: UserRoles | undefined;
  readonly constants?: Constants;
  readonly overrides?: Partial<Bindings>;
}

function linked(entry: string, protocol: ProtocolExports, purpose: Purpose, more: More): PortableModule {
  const { userRoles, constants, overrides } = more;
  const bindings = { ...bindingsFor(protocol, purpose, userRoles && ROLES), ...overrides };
  const linker = new Linker({
    bind: (specifier, importer) => {
      return importer === ROLES ? userRoles?.file : boundTarget(specifier, importer, bindings);
    },
    intrinsics: intrinsicsFor(purpose),
    constants: { ...constants },
    texts: userRoles && new Map([[ROLES, rolesText(userRoles)]]),
  });
  return linker.module(entry);
}

/** The module that plays a user's roles, from a role's number to the user's function. It is in no file. */
const ROLES = join(SOURCE_ROOT, 'actors', 'user-roles.ts');

function rolesText({ names }: UserRoles): string {
  const cases = names.map((name, index) => `    case ${FIRST_USER_ROLE + index}:\n      ${name}();\n      break;\n`);
  return `import { ${names.join(', ')} } from '#roles';

export function playUserRole(role: i32): void {
  switch (role) {
${cases.join('')}  }
}
`;
}

/** The facts of the protocol in `file`. A user's is held to the contract. @throws KernelCompileError */
export function protocolExports(file: string): ProtocolExports {
  const linker = reader();
  const exported = new Map(linker.exportsOf(file));
  if (!file.startsWith(SOURCE_ROOT)) {
    linker.check();
    const complaints = contractComplaints(exported, (name) => linker.placeOf(file, name));
    for (const complaint of complaints) linker.complain(file, complaint);
    linker.check();
  }
  return {
    file,
    hasMany: hasMany(exported),
    hasIsDead: exported.has('isDead'),
    perThreadWords: perThreadWordsIn(exported),
  };
}

/**
 * The exports of a user's file, by name. Read beside `protocolFile` it may import what that one exports, besides the
 * contract. @throws KernelCompileError
 */
export function exportsOf(file: string, protocolFile?: string): ReadonlyMap<string, Callable | Variable> {
  const linker = reader(protocolFile);
  const exported = new Map(linker.exportsOf(file));
  linker.check();
  return exported;
}

/** Reads files as parts of a kernel of `protocolFile`: whichever, where that does not matter. */
function reader(protocolFile: string = join(SOURCE_ROOT, 'protocols/v4.ts')): Linker {
  const bindings = bindingsFor(
    { file: protocolFile, hasMany: false, hasIsDead: false, perThreadWords: 0 },
    'detecting',
  );
  return new Linker({
    bind: (specifier, importer) => boundTarget(specifier, importer, bindings),
    intrinsics: intrinsicsFor('detecting'),
  });
}
