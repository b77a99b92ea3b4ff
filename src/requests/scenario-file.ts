// A user's scenario: a portable file whose exported functions are its roles, in their order. Its first comment says
// what it is about. It may export PAGES and SLOTS to say how many of them it wants.

import { host } from '#host';
import { withoutComments } from '../engines/source-text.js';
import { FIRST_USER_ROLE, inTurn, type Role, type Scenario } from '../scenarios/scenario.js';
import { UsageError } from '../usage-error.js';
import { exportsIn } from './scenario-exports.js';

const MAX_CHECK_THREADS = 16;

/** @param name The path as the user gave it. @throws UsageError when the file declares no scenario. */
export function scenarioFile(name: string, file: string): Scenario {
  const source = host.readText(file);
  const { functions, constants } = exportsIn(name, source);
  const names = functions.filter(({ parameters }) => parameters === 0).map((role) => role.name);
  for (const role of names) refuseResult(name, role, withoutComments(source));
  const cast = names.map((role, index): Role => ({ number: FIRST_USER_ROLE + index, name: role, rounds: 1 }));
  if (cast.length === 0) {
    throw new UsageError(`"${name}" has no roles: export a function for each, such as export function reader(): void`);
  }
  const pages = constant(name, constants, 'PAGES');
  const slots = constant(name, constants, 'SLOTS');
  if ((slots & (slots - 1)) !== 0) throw new UsageError(`"${name}": SLOTS must be a power of two, not ${slots}`);
  return {
    name,
    userRoles: { file, names },
    pages,
    slots,
    description: descriptionIn(source),
    minThreads: cast.length,
    check: { threads: cast.length, maxThreads: MAX_CHECK_THREADS, pages, slots },
    roles: (threads) => inTurn(cast, threads),
  };
}

/** @throws UsageError when the exported function `role` returns something, or does not say that it returns nothing. */
function refuseResult(name: string, role: string, code: string): void {
  const declared = new RegExp(`\\bfunction\\s+${role}\\s*\\(\\s*\\)\\s*(?::\\s*(\\w+))?`).exec(code);
  const [, type] = declared ?? [];
  if (type === 'void') return;
  const line = code.slice(0, declared?.index ?? 0).split('\n').length;
  const found = type === undefined ? `does not say so: write export function ${role}(): void` : `returns ${type}`;
  throw new UsageError(`"${name}": roles return nothing: "${role}" at line ${line} ${found}`);
}

/** The value of the constant `which` among `constants`; 1 when there is none. */
function constant(name: string, constants: ReadonlyMap<string, string>, which: string): number {
  const text = constants.get(which) ?? '1';
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UsageError(`"${name}": ${which} must be a whole number from 1 on, not ${text}`);
}

/** The first comment, up to an empty line. */
function descriptionIn(source: string): string {
  const lines = source.split('\n').filter((line) => !line.startsWith('///'));
  const first = lines.findIndex((line) => line.startsWith('//'));
  const after = lines.slice(first < 0 ? lines.length : first).findIndex((line) => !/^\/\/\s*\S/.test(line));
  const comment = lines.slice(first, after < 0 ? undefined : first + after);
  return comment.map((line) => line.replace(/^\/\/\s*/, '')).join(' ');
}
