// Vetting of the reader's own files, as they are written.

import { codeOf } from '../../../checker/unexplored.js';
import { KernelCompileError } from '../../../front-end/compile-error.js';
import { compileInWorker } from '../../../harness/compile-in-worker.js';
import { resolveCheck } from '../../../requests/check-request.js';
import { UsageError } from '../../../usage-error.js';
import { OWN_PROTOCOL, OWN_SCENARIO, type OwnFiles, writeOwnFiles } from '../frame/own-files.js';
import type { Flaw } from './editor.js';

/** Many times as long as vetting takes on a phone. */
const DEADLINE_MS = 20_000;

/** Returns the complaint of the command line about `files`; undefined when there is none. */
async function complaintAbout(files: OwnFiles): Promise<string | undefined> {
  writeOwnFiles(files);
  try {
    const protocolAlone = { protocolFile: OWN_PROTOCOL.slice(1) };
    await compileInWorker({ sources: protocolAlone, output: { kind: 'model', constants: {} } }, undefined, DEADLINE_MS);
    if (files.scenario === undefined) return undefined;
    const resolved = resolveCheck({ protocol: OWN_PROTOCOL, scenario: OWN_SCENARIO });
    await codeOf(resolved, (task) => compileInWorker(task, undefined, DEADLINE_MS));
    return undefined;
  } catch (error) {
    if (error instanceof KernelCompileError || error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Returns the place of a complaint; undefined where it names none in the reader's own texts. */
export function flawIn(complaint: string): Flaw | undefined {
  const [, file, line, column, message] = /^(mine|scenario)\.ts:(\d+):(?:(\d+):)? (.*)$/s.exec(complaint) ?? [];
  if (message === undefined) return undefined;
  return { file: file === 'mine' ? 'protocol' : 'scenario', line: Number(line), column: Number(column ?? 1), message };
}

/** As complaintAbout(), of what was written last: one at a time, and none of what is outdated by then. */
export class Vetting {
  #running = false;
  #next: OwnFiles | undefined;

  constructor(private readonly tell: (complaint: string | undefined) => void) {}

  async vet(files: OwnFiles): Promise<void> {
    this.#next = files;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#next !== undefined) {
        const current = this.#next;
        this.#next = undefined;
        const complaint = await complaintAbout(current);
        if (this.#next === undefined) this.tell(complaint);
      }
    } finally {
      this.#running = false;
    }
  }
}
