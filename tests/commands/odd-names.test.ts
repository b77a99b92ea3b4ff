// Files whose names have every character that a list, a token, an import or a shell could stumble over.

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckResult } from '../../src/results/check-result.js';
import { TESTED_ENGINES } from '../engines/tested-engines.js';
import { askCli } from './kept-cli.js';

const ODD = `it's, a "100%41" #file@(home)~! & more`;
const PINS = fileURLToPath(new URL('../../examples/pins.ts', import.meta.url));

let folder: string;
let files: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
  const [protocol, scenario] = [join(folder, `${ODD}.ts`), join(folder, `${ODD} 2.ts`)];
  writeFileSync(
    protocol,
    "export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/v4';\n",
  );
  copyFileSync(PINS, scenario);
  files = ['--protocol', protocol, '--scenario', scenario];
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a check finds a witness, and its token replays it', async () => {
  const { stdout, stderr } = await askCli(['check', ...files, '--json']);
  expect(stderr).toBe('');
  const token = (JSON.parse(stdout) as CheckResult).witness?.token ?? '';
  expect(token).toMatch(/^[\w%.,=+@:-]+$/); // nothing that a shell would have quoted
  expect(await askCli(['replay', token])).toMatchObject({ code: 0, stderr: '' });
});

test.each(TESTED_ENGINES)('a race runs on %s', async (engine) => {
  const { code, stderr } = await askCli(['race', ...files, '--engine', engine, '--duration', '20ms']);
  expect(stderr).toBe('');
  expect([0, 1]).toContain(code); // whether it shows is chance
});
