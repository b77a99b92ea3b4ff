// Models for SPIN: it finds the same properties violated as the checker, in every cell of the table.

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
import { inSlow, SLOW } from '../slow.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-spin-'));
afterAll(() => rmSync(folder, { recursive: true }));

const isThere = (program: string, version: string): boolean => spawnSync(program, [version]).status === 0;
const HAS_SPIN = isThere('spin', '-V');
/** The quickest compiler: tcc takes a hundredth of gcc's time, and the search is as fast as gcc's at -O0. */
const COMPILER = isThere('tcc', '-v') ? ['tcc'] : ['cc', '-O0', '-fwrapv'];

async function modelOf(request: CheckRequest): Promise<string> {
  const resolved = resolveCheck(request);
  return promelaModel(resolved, await codeOf(resolved, make), { unfold: unfolded, typed: 'a test' });
}

/** SPIN's findings: the assertions that fail, and whether it has seen every state. */
async function searched(model: string): Promise<{ found: string[]; complete: boolean }> {
  const cwd = mkdtempSync(join(folder, 'model-'));
  writeFileSync(join(cwd, 'model.pml'), model);
  const run = async (command: string, ...typed: string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(command, typed, { cwd, maxBuffer: 2 ** 26 });
    return `${stdout}${stderr}`;
  };
  expect(await run('spin', '-a', 'model.pml')).not.toContain('rror');
  const [compiler, ...flags] = COMPILER as [string, ...string[]];
  await run(compiler, ...flags, '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c');
  const printed = await run('./pan', '-m1000000', '-w20', '-e', '-c0');
  rmSync(cwd, { recursive: true });
  const failed = [...printed.matchAll(/assertion violated\s+(.*?) \(at/g)].map(([, condition = '']) => condition);
  const complete =
    /states, stored/.test(printed) && !/not completed|max search depth too small|out of memory/.test(printed);
  // A step that is too long for d_step is atomic, and taken back with what it has reported: it reports again.
  const found = new Set(failed.map((condition) => /^!\((\w+)\)$/.exec(condition)?.[1] ?? condition));
  return { found: [...found].sort(), complete };
}

async function agree(request: CheckRequest): Promise<void> {
  const resolved = resolveCheck(request);
  const code = await codeOf(resolved, make);
  const { properties, complete } = runCheck(resolved, code);
  const violated = violations.filter((name) => ['violated', 'observed'].includes(properties[name] ?? ''));
  expect(complete).toBe(true);
  const model = await promelaModel(resolved, code, { unfold: unfolded, typed: 'a test' });
  expect(await searched(model)).toEqual({ found: [...violated].sort(), complete });
}

const BUGS = join(import.meta.dirname, '../../examples/bugs');
const REFUSED = 'gup-compound-head';

function bug(name: string, version: string): CheckRequest {
  const own = join(BUGS, name, 'scenario.ts');
  return { protocol: join(BUGS, name, `${version}.ts`), scenario: existsSync(own) ? own : 'email', threads: 2 };
}

describe.skipIf(!HAS_SPIN)('SPIN and the checker agree', { timeout: 600_000 }, () => {
  // CI plays all of them apart from the other tests (.ci/run).
  const cells = ['email', 'walker', 'mixed'].flatMap((scenario) =>
    DESTRUCTOR_POLICIES.flatMap((dtor) => protocols.map(({ name }) => [name, scenario, dtor] as const)),
  );
  // While SPIN searches one model, the next ones are printed.
  test.concurrent.each(inSlow(cells, [['v4', 'email', 'captured'] as const]))(
    'in the cell of %s in %s, %s',
    (protocol, scenario, dtor) => agree({ protocol, scenario, dtor, threads: 2 }),
  );

  const bugs = readdirSync(BUGS).filter((name) => name !== REFUSED);
  test.runIf(SLOW).each(bugs)('on the bug of %s, and its repair', async (name) => {
    for (const version of ['before', 'after']) await agree(bug(name, version));
  });

  test.runIf(SLOW)('where steps are atomic in place of d_step', async () => {
    const model = await modelOf({ protocol: 'v4', scenario: 'email', threads: 2 });
    const atomic = model.replace('#define STEP d_step', '#define STEP atomic');
    expect(atomic).not.toBe(model);
    expect(await searched(atomic)).toEqual(await searched(model));
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
