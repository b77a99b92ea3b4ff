// The reader's protocol as a file that requests name, and what vetting says of it.

import { KernelCompileError } from '../../../front-end/compile-error.js';
import { compileInWorker } from '../../../harness/compile-in-worker.js';
import { writeFile } from '../../../host/browser/files.js';
import type { Flaw } from './editor.js';

/** As it is named where a protocol is. */
export const OWN_PROTOCOL = './mine.ts';
const FILE = '/mine.ts';
/** Many times as long as vetting takes on a phone. */
const DEADLINE_MS = 20_000;

/** A scenario of the reader's own, as it is named where a scenario is. */
export const OWN_SCENARIO = './scenario.ts';

export function writeOwnScenario(text: string): void {
  writeFile('/scenario.ts', text);
}

export function writeOwn(text: string): void {
  writeFile(FILE, text);
}

/** Returns the complaint of the command line about `text`; undefined when there is none. */
async function complaintAbout(text: string): Promise<string | undefined> {
  writeOwn(text);
  try {
    const output = { kind: 'model', constants: {} } as const;
    await compileInWorker({ sources: { protocolFile: FILE }, output }, undefined, DEADLINE_MS);
    return undefined;
  } catch (error) {
    if (error instanceof KernelCompileError) return error.message;
    throw error;
  }
}

/** Returns the place of a complaint; undefined where it names none in the reader's own text. */
export function flawIn(complaint: string): Flaw | undefined {
  const [, line, column, message] = /^mine\.ts:(\d+):(\d+): (.*)$/s.exec(complaint) ?? [];
  return message === undefined ? undefined : { line: Number(line), column: Number(column), message };
}

/** As complaintAbout(), of what was written last: one at a time, and none of what is outdated by then. */
export class Vetting {
  #running = false;
  #next: string | undefined;

  constructor(private readonly tell: (complaint: string | undefined) => void) {}

  async vet(text: string): Promise<void> {
    this.#next = text;
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
