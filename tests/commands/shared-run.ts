// Runs of commands that take seconds and that several test files look at. Each is done once in a run of the tests.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine } from '../../src/harness/doctor/doctor.js';
import { rowOf, scored } from '../../src/harness/mutants/mutants.js';
import { type ProtocolEntry, protocols } from '../../src/protocols/index.js';
import type { DoctorResult } from '../../src/results/doctor-result.js';
import type { MutantsResult } from '../../src/results/mutants-result.js';
import { kept } from '../kept.js';
import { type Finished, runCli } from './run-cli.js';

interface SharedRun extends Finished {
  /** Contents of its `--out`. */
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
export function sharedRun(args: readonly string[]): Promise<SharedRun> {
  return kept(args, () => runWithOut(args));
}

/** One row of `mutants`, of a protocol that is found out at once. */
export function oneMutant(): Promise<MutantsResult> {
  return kept('mutants', async () => {
    const entry = protocols.find(({ name }) => name === 'forgot-step-2') as ProtocolEntry;
    return scored([await rowOf(entry, { durationMs: 50 })], []);
  });
}

/** An examination by doctor, of shorter trials. */
export function shortExamination(): Promise<DoctorResult> {
  return kept('doctor', () => examine({}, { trials: 1, durationMs: 5 }));
}
