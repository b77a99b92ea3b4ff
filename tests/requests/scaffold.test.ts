// `reftorture new`: a copy of what is in the box, which is the same program wherever it lies.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { make } from '../../src/engines/make.js';
import { protocols } from '../../src/protocols/index.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import { scaffold } from '../../src/requests/scaffold.js';
import { askCli } from '../commands/kept-cli.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-new-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const kernelOf = (protocolFile: string): unknown =>
  make({ sources: { protocolFile }, output: { kind: 'js', variant: 'stalled' } });

test.each(protocols.map(({ name }) => name))('a copy of %s compiles to the very same code', (name) => {
  const original = resolveProtocol(name);
  const file = join(folder, 'mine.ts');
  writeFileSync(file, scaffold(file, original));
  expect(kernelOf(file)).toBe(kernelOf(original.file));
});

describe('the command', () => {
  test('writes a file that can be checked at once, and says how', async () => {
    const file = join(folder, 'mine.ts');
    const { code, stdout } = await askCli(['new', file, '--from', 'freeze-first']);
    expect([code, stdout]).toEqual([0, `${file}: a copy of freeze-first. Next: reftorture check --protocol ${file}\n`]);
    expect(readFileSync(file, 'utf8')).toMatch(/^\/\/\/ <reference types="reftorture\/portable" \/>\n\/\/ mine: /);
    expect((await askCli(['check', '--protocol', file, '--dtor', 'looked-up'])).code).toBe(0);
  });

  test.each([
    ['a file that exists', 'there.ts', 'v4', /exists and is left as it is/],
    ['another ending', 'mine.js', 'v4', /does not end in \.ts: try ".*mine\.ts"/],
    ['an unknown protocol', 'mine.ts', 'v3', /unknown protocol "v3"/],
    ['a folder that is not there', 'not/mine.ts', 'v4', /cannot write/],
  ])('refuses %s', async (_name, name, from, complaint) => {
    const there = join(folder, 'there.ts');
    writeFileSync(there, 'mine');
    const { code, stderr } = await askCli(['new', join(folder, name), '--from', from]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(complaint)]);
    expect(readFileSync(there, 'utf8')).toBe('mine');
  });
});
