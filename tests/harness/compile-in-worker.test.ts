// Tests of what becomes of a compiler that is not waited for.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { codeOf } from '../../src/checker/unexplored.js';
import { type MakeTask, make } from '../../src/engines/make.js';
import { compileInWorker, workerUnfolder } from '../../src/harness/compile-in-worker.js';
import { resolveCheck } from '../../src/requests/check-request.js';
import { race, scale, threadedCheck } from '../runs.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE = `
export { count, FREE, freeze, get, init, put, tryGet, unfreeze } from 'reftorture/protocols/v4';
`;
let files = 0;

/** A file that nobody has compiled yet. */
function newFile(text = SOURCE): string {
  const file = join(folder, `mine${++files}.ts`);
  writeFileSync(file, `// ${process.pid} ${Date.now()} ${files}\n${text}`);
  return file;
}

const taskFor = (protocolFile: string): MakeTask => ({
  sources: { protocolFile },
  output: { kind: 'c', variant: 'detecting' },
});

test('after its deadline it is given up, with words', async () => {
  await expect(compileInWorker(taskFor(newFile()), undefined, 0)).rejects.toThrow(
    /^mine\d+\.ts: compiling it was given up after 0 s: make its functions smaller, and their calls fewer$/,
  );
});

test('a thread that was given up has a successor', async () => {
  await expect(compileInWorker(taskFor(newFile()), undefined, 0)).rejects.toThrow();
  expect(await compileInWorker(taskFor(newFile()))).toContain('put');
});

test('what is refused arrives with its words', async () => {
  await expect(compileInWorker(taskFor(newFile('export const Z: i32 = 1;')))).rejects.toThrow(
    /^mine\d+\.ts:\d+:\d+: .*FREE/,
  );
});

test.each([
  ['race', (file: string, signal: AbortSignal) => race({ protocol: file }, { signal })],
  ['check', (file: string, signal: AbortSignal) => threadedCheck({ protocol: file }, { signal })],
  ['scale', (file: string, signal: AbortSignal) => scale({ protocols: [file] }, { signal })],
])('a signal ends it: %s resolves with what there is', async (_, run) => {
  const interruption = new AbortController();
  const result = run(newFile(), interruption.signal);
  interruption.abort();
  expect(await result).toMatchObject({ interrupted: true });
  expect(readdirSync(folder).filter((name) => !name.endsWith('.ts'))).toEqual([]);
});

test('a signal ends an unfolding of many threads', async () => {
  const resolved = resolveCheck({ protocol: 'v4', scenario: 'mixed', threads: 8 });
  const { program } = await codeOf(resolved, make);
  const interruption = new AbortController();
  const unfolded = workerUnfolder(interruption.signal)({ program, resolved });
  interruption.abort(new Error('given up'));
  await expect(unfolded).rejects.toThrow('given up');
});
