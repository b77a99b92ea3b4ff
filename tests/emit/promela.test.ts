// Models for SPIN: it finds the same properties violated as the checker, in every cell of the table.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCheck } from '../../src/checker/check.js';
import { codeOf } from '../../src/checker/unexplored.js';
import { unfolded } from '../../src/checker/unfolded.js';
import { promelaModel } from '../../src/emit/promela/promela.js';
import { make } from '../../src/engines/make.js';
import { protocols } from '../../src/protocols/index.js';
import { type CheckRequest, resolveCheck } from '../../src/requests/check-request.js';
import { violations } from '../../src/violations/table.js';
import { DESTRUCTOR_POLICIES } from '../../src/violations/words.js';
import { inSlow, isPlayed, SLOW } from '../slow.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-spin-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HAS_SPIN = spawnSync('spin', ['-V']).status === 0;

async function modelOf(request: CheckRequest): Promise<string> {
  const resolved = resolveCheck(request);
  return promelaModel(resolved, await codeOf(resolved, make), { unfold: unfolded, typed: 'a test' });
}

/** SPIN's findings: the assertions that fail, and whether it has seen every state. */
function searched(model: string): { found: string[]; complete: boolean } {
  const cwd = mkdtempSync(join(folder, 'model-'));
  writeFileSync(join(cwd, 'model.pml'), model);
  const run = (command: string, ...typed: string[]): string => {
    const { stdout, stderr } = spawnSync(command, typed, { cwd, encoding: 'utf8' });
    return `${stdout}${stderr}`;
  };
  const read = run('spin', '-a', 'model.pml');
  expect(read).not.toContain('rror');
  run('cc', '-O0', '-fwrapv', '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c');
  const printed = run('./pan', '-m1000000', '-w20', '-e', '-c0');
  const found = [...printed.matchAll(/assertion violated\s+(.*?) \(at/g)].map(([, condition = '']) => condition);
  const complete =
    /states, stored/.test(printed) && !/not completed|max search depth too small|out of memory/.test(printed);
  return { found: found.map((condition) => /^!\((\w+)\)$/.exec(condition)?.[1] ?? condition).sort(), complete };
}

async function agree(request: CheckRequest): Promise<void> {
  const resolved = resolveCheck(request);
  const code = await codeOf(resolved, make);
  const { properties, complete } = runCheck(resolved, code);
  const violated = violations.filter((name) => ['violated', 'observed'].includes(properties[name] ?? ''));
  expect(searched(await promelaModel(resolved, code, { unfold: unfolded, typed: 'a test' }))).toEqual({
    found: [...violated].sort(),
    complete,
  });
  expect(complete).toBe(true);
}

const BUGS = join(import.meta.dirname, '../../examples/bugs');
const REFUSED = 'gup-compound-head';

function bug(name: string, version: string): CheckRequest {
  const own = join(BUGS, name, 'scenario.ts');
  return { protocol: join(BUGS, name, `${version}.ts`), scenario: existsSync(own) ? own : 'email', threads: 2 };
}

const played = inSlow(
  protocols.map(({ name }) => name),
  ['v4', 'both-destroy'],
);
const scenarios = inSlow(['email', 'walker', 'mixed'], ['email']);

describe.skipIf(!HAS_SPIN)('SPIN and the checker agree on every property', () => {
  for (const scenario of scenarios) {
    for (const [row, dtor] of DESTRUCTOR_POLICIES.entries()) {
      const asked = played.filter((_, column) => isPlayed(row, column, 2));
      test.each(asked)(`%s in ${scenario}, ${dtor}`, { timeout: 600_000 }, (protocol) =>
        agree({ protocol, scenario, dtor, threads: 2 }),
      );
    }
  }

  const bugs = readdirSync(BUGS).filter((name) => name !== REFUSED);
  test.runIf(SLOW).each(bugs)('the bug of %s, and its repair', { timeout: 600_000 }, async (name) => {
    for (const version of ['before', 'after']) await agree(bug(name, version));
  });

  test.runIf(SLOW)('atomic steps mean the same', { timeout: 600_000 }, async () => {
    const model = await modelOf({ protocol: 'v4', scenario: 'email', threads: 2 });
    const atomic = model.replace('#define STEP d_step', '#define STEP atomic');
    expect(atomic).not.toBe(model);
    expect(searched(atomic)).toEqual(searched(model));
  });
});

test('a check that ends too soon names the command', async () => {
  const named = async (scenario: string) => {
    const resolved = resolveCheck({ protocol: 'v4', scenario, threads: 2, width: 8 });
    const { notes } = runCheck(resolved, await codeOf(resolved, make), { maxStates: 10 });
    return notes.find((note) => note.startsWith('To go on with SPIN'))?.replace(/^[^:]*: /, '');
  };
  const command = 'reftorture emit promela --protocol v4 --scenario';
  expect(await named('email')).toBe(`${command} email --roles T1,T2+T3 --width 8`);
  expect(await named('folio-email')).toBe(`${command} folio-email --roles 'folio T1,folio T2+T3' --width 8`);
});

describe('a model', () => {
  test('shows the lines of the source, and every step is at one access', async () => {
    const model = await modelOf({ protocol: 'v4', scenario: 'email', threads: 2 });
    expect(model).toMatch(
      /\/\* v4\.ts:\d+ {2}if \(fetchSub\(word, references, FULL\) !== references\) return false; \/\/ step 1 \*\//,
    );
    for (const [, number] of model.matchAll(/^at(\d+):$/gm)) expect(model).toContain(`at = ${number}; goto pause;`);
  });

  test('is refused where an address may be that of words of several kinds', async () => {
    await expect(modelOf(bug(REFUSED, 'before'))).rejects.toThrow('words of several kinds');
  });

  test('keeps to what SpinS reads', async () => {
    const model = await modelOf({ protocol: 'v4', scenario: inSlow('mixed', 'walker'), threads: 2 });
    expect(model.replace(/\/\*[\s\S]*?\*\//g, '')).not.toMatch(
      /\b(unless|c_code|c_expr|select|for|_nr_pr|enabled|pc_value|ltl|##)\b/,
    );
  });
});
