// Signs of life of a long run, in a process whose clock the test moves.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EXIT } from '../../src/commands/exit-codes.js';
import { type Outcome, runInShell, type Session } from '../../src/commands/shell.js';

const printed = { stdout: '', stderr: '' };

beforeEach(() => {
  vi.useFakeTimers();
  for (const name of ['stdout', 'stderr'] as const) {
    printed[name] = '';
    vi.spyOn(process[name], 'write').mockImplementation((chunk, ...rest: unknown[]) => {
      printed[name] += String(chunk);
      for (const part of rest) if (typeof part === 'function') part();
      return true;
    });
  }
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** Runs a command that takes `ms`, and says what it is at. */
async function commandOf(ms: number, flags: { json?: boolean } = {}): Promise<void> {
  const work = async ({ progress }: Session): Promise<Outcome> => {
    progress.update('v4 on wasm  ████░░  5 operations', 'v4 on wasm: 1.00 s of 60.0 s');
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { value: { schema: 'x' }, text: () => 'done', exitCode: EXIT.asExpected };
  };
  const done = runInShell(flags, work);
  await vi.advanceTimersByTimeAsync(ms);
  await done;
}

describe('where standard error is no terminal', () => {
  test('a short run says nothing', async () => {
    await commandOf(4900);
    expect(printed).toEqual({ stdout: 'done\n', stderr: '' });
  });

  test('a long one says now and then how far it is, ever more rarely, and not when it is over', async () => {
    await commandOf(45_000);
    await vi.advanceTimersByTimeAsync(500_000);
    const lines = [5, 10, 20, 40].map((s) => `reftorture: after ${s} s: v4 on wasm: 1.00 s of 60.0 s\n`);
    expect(printed).toEqual({ stdout: 'done\n', stderr: lines.join('') });
  });

  test('JSON on standard output stays JSON', async () => {
    await commandOf(11_000, { json: true });
    expect(JSON.parse(printed.stdout)).toMatchObject({ schema: 'x' });
    expect(printed.stderr.match(/^reftorture: after/gm)).toHaveLength(2);
  });
});

test('a terminal has a line of its own, and no others', async () => {
  const before = process.stderr.isTTY;
  process.stderr.isTTY = true;
  await commandOf(45_000);
  process.stderr.isTTY = before;
  expect(printed.stderr).not.toContain('after');
});
