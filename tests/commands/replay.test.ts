// A witness of other sources: does the old way in still work?

import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { askCli } from './kept-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
const mine = join(folder, 'mine.ts');
const file = join(folder, 'witness.json');
let token = '';

beforeAll(async () => {
  await askCli(['new', mine, '--from', 'v4']);
  const { stdout } = await askCli(['check', '--protocol', mine, '--witness', file]);
  token = /reftorture replay (\S+)/.exec(stdout)?.[1] ?? '';
  expect(token).not.toBe('');
}, 60_000);

const V4 = (): string => readFileSync(mine, 'utf8');

/** Replays the witness in `file` or its token under `source`. */
async function under(source: string, given: string) {
  const original = V4();
  writeFileSync(mine, source);
  try {
    return await askCli(['replay', given, '--anyway']);
  } finally {
    writeFileSync(mine, original);
  }
}

test('the sources have changed, and the way in is the same: it is replayed', async () => {
  const moved = `// A comment.\n${V4()}`;
  const { code, stdout } = await under(moved, file);
  expect(stdout).toContain('confirmed: 1 of 1 replay agreed in all 16 steps');
  expect(code).toBe(0);
  expect((await under(moved, token)).code).toBe(0);
});

test('without --anyway it is refused, and told of', async () => {
  const changed = join(folder, 'changed.json');
  copyFileSync(file, changed);
  const text = readFileSync(changed, 'utf8');
  writeFileSync(changed, text.replace(/"digest": "\w+"/, '"digest": "0123456789ab"'));
  const { code, stderr } = await askCli(['replay', changed]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--anyway')]);
});

test('a fix closes the way in at the step that does something else', async () => {
  const other = join(folder, 'fixed.ts');
  await askCli(['new', other, '--from', 'freeze-first']);
  const { code, stdout } = await under(readFileSync(other, 'utf8'), file);
  expect(stdout).toContain('step 5 was another: T1: put: fetchSub refcount [1 -> 0]');
  expect(stdout).toContain('differs: no way to a violation under the sources of today');
  expect(code).toBe(1);
});

test('a token is followed to the step that its thread can no longer take, or to an end that is harmless', async () => {
  const other = join(folder, 'other.ts');
  await askCli(['new', other, '--from', 'old']);
  const { code, stdout } = await under(readFileSync(other, 'utf8'), token);
  expect(stdout).toMatch(/cannot take step \d+|every step can be taken, and nothing is violated/);
  expect(code).toBe(1);
});
