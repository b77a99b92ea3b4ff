// Scenarios by name or path. A user's own is a portable file whose exported functions are its roles, in their order. Its first comment says
// what it is about. It may export PAGES and SLOTS to say how many of them it wants.

import { host } from '#host';
import { exportsOf } from '../front-end/front-end.js';
import { sourceLines } from '../front-end/places.js';
import type { Callable, PortableFunction, Variable } from '../front-end/portable-module.js';
import { scenarios } from '../scenarios/index.js';
import { FIRST_USER_ROLE, inTurn, type Role, type Scenario } from '../scenarios/scenario.js';
import { UsageError, unknownName } from '../usage-error.js';
import { isPath, type ResolvedProtocol, userFile } from './resolve-protocol.js';

const MAX_CHECK_THREADS = 16;

/**
 * Returns the scenario of that name, or of a file, which is read with the protocol that it is to run with.
 *
 * @throws UsageError when there is no such scenario or file, or the file declares none.
 */
export function resolveScenario(nameOrPath: string, protocol: ResolvedProtocol): Scenario {
  const known = scenarios.find(({ name }) => name === nameOrPath);
  if (known) return known;
  if (!isPath(nameOrPath)) throw unknownName('scenario', scenarios, nameOrPath);
  const file = userFile('scenario', nameOrPath);
  return scenarioFile(nameOrPath, file, protocol.file);
}

/**
 * @param name The path as the user gave it.
 * @param protocolFile The protocol that it is to run with.
 * @throws UsageError when the file declares no scenario.
 */
function scenarioFile(name: string, file: string, protocolFile: string): Scenario {
  const exported = exportsOf(file, protocolFile);
  const names = [...exported].flatMap(([role, one]) => (isRole(one) ? [role] : []));
  for (const role of names) refuseResult(name, role, exported.get(role) as PortableFunction);
  const threadRoles = names.map((role, index): Role => ({ number: FIRST_USER_ROLE + index, name: role, rounds: 1 }));
  if (threadRoles.length === 0) {
    throw new UsageError(`"${name}" has no roles: export a function for each, such as export function reader(): void`);
  }
  const pages = constant(name, exported, 'PAGES');
  const slots = constant(name, exported, 'SLOTS');
  if ((slots & (slots - 1)) !== 0) throw new UsageError(`"${name}": SLOTS must be a power of two, not ${slots}`);
  return {
    name,
    userRoles: { file, names },
    pages,
    slots,
    description: descriptionIn(host.readText(file)),
    minThreads: threadRoles.length,
    check: { threads: threadRoles.length, maxThreads: MAX_CHECK_THREADS, pages, slots },
    roles: (threads) => inTurn(threadRoles, threads),
  };
}

function isRole(one: Callable | Variable): one is PortableFunction {
  return one.kind === 'function' && one.parameters.length === 0;
}

/** @throws UsageError when the exported function `role` returns something. */
function refuseResult(name: string, role: string, { returns, file, at }: PortableFunction): void {
  if (returns === 'void') return;
  const { line } = sourceLines([file])(at);
  throw new UsageError(`"${name}": roles return nothing: "${role}" at line ${line} returns ${returns}`);
}

/** The value of the constant `which` among `exported`; 1 when there is none. */
function constant(name: string, exported: ReadonlyMap<string, Callable | Variable>, which: string): number {
  const found = exported.get(which);
  if (!found) return 1;
  if (found.kind === 'variable' && found.isConstant && found.type === 'i32' && found.initial >= 1) return found.initial;
  const given =
    found.kind === 'variable' ? `${found.isConstant ? '' : 'a variable with '}${found.initial}` : 'a function';
  throw new UsageError(`"${name}": ${which} must be a constant from 1 on, not ${given}`);
}

/** The first comment, up to an empty line. */
function descriptionIn(source: string): string {
  const lines = source.split('\n').filter((line) => !line.startsWith('///'));
  const first = lines.findIndex((line) => line.startsWith('//'));
  const after = lines.slice(first < 0 ? lines.length : first).findIndex((line) => !/^\/\/\s*\S/.test(line));
  const comment = lines.slice(first, after < 0 ? undefined : first + after);
  return comment.map((line) => line.replace(/^\/\/\s*/, '')).join(' ');
}
