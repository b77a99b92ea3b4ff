// A user's scenario: a portable file whose exported functions are its roles, in their order. Its first comment says
// what it is about. It may export PAGES and SLOTS to say how many of them it wants.

import { readFileSync } from 'node:fs';
import { withoutComments } from '../engines/source-text.js';
import { FIRST_USER_ROLE, inTurn, type Role, type Scenario } from '../scenarios/scenario.js';
import { UsageError } from '../usage-error.js';

const MAX_CHECK_THREADS = 16;

/** @param name The path as the user gave it. @throws UsageError when the file declares no scenario. */
export function scenarioFile(name: string, file: string): Scenario {
  const source = readFileSync(file, 'utf8');
  const code = withoutComments(source);
  const names = [...code.matchAll(/^export function (\w+)\(\)\s*:\s*void\b/gm)].map(([, role = '']) => role);
  const cast = names.map((role, index): Role => ({ number: FIRST_USER_ROLE + index, name: role, rounds: 1 }));
  if (cast.length === 0) throw new UsageError(`"${name}"${noRoles(code)}`);
  const pages = constant(name, code, 'PAGES');
  const slots = constant(name, code, 'SLOTS');
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

/** Why `code` declares no role: its functions return something, or it has no function. */
function noRoles(code: string): string {
  const near = /^export function (\w+)\(\s*\)\s*(?::\s*(\w+))?/m.exec(code);
  if (!near) return ' has no roles: export a function for each, such as export function reader(): void';
  const [, role, type] = near;
  const line = code.slice(0, near.index).split('\n').length;
  const found = type === undefined ? `does not say so: write export function ${role}(): void` : `returns ${type}`;
  return `: roles return nothing: "${role}" at line ${line} ${found}`;
}

/** The value of the constant `which` that `code` exports; 1 when there is none. */
function constant(name: string, code: string, which: string): number {
  const text = new RegExp(`^export const ${which}\\b[^=]*=\\s*([^;\\n]+)`, 'm').exec(code)?.[1]?.trim() ?? '1';
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
