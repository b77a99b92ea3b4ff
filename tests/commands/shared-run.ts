// Runs of the command line that take seconds and that several test files look at. Each is done once in a run of the
// tests.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { cachedOrMade } from '../../src/host/node/kernel-cache.js';
import { type Finished, runCli } from './run-cli.js';

interface SharedRun extends Finished {
  /** What the run wrote to its `--out`. */
  readonly written: string;
}

async function runWithOut(args: readonly string[]): Promise<SharedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'reftorture-shared-'));
  const out = join(folder, 'out.json');
  const finished = await runCli([...args, '--out', out]);
  const written = readFileSync(out, 'utf8');
  rmSync(folder, { recursive: true });
  return { ...finished, written };
}

/** The run of `args`, with an `--out` of its own. */
export async function sharedRun(args: readonly string[]): Promise<SharedRun> {
  const name = createHash('sha256').update(args.join('\0')).digest('hex');
  const kept = await cachedOrMade(name, inject('shared'), async () => JSON.stringify(await runWithOut(args)));
  return JSON.parse(kept.toString('utf8')) as SharedRun;
}
