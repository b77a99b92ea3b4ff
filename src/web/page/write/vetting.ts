// Vetting of the reader's own files, as they are written.

import { codeOf } from '../../../checker/unexplored.js';
import { KernelCompileError } from '../../../front-end/compile-error.js';
import { compileInWorker } from '../../../harness/compile-in-worker.js';
import { resolveCheck } from '../../../requests/check-request.js';
import { UsageError } from '../../../usage-error.js';
import { OWN, type OwnFiles, writeOwnFiles } from '../frame/own-files.js';
import type { Flaw } from './editor.js';

/** Many times as long as vetting takes on a phone. */
const DEADLINE_MS = 20_000;

/** Returns the complaint of the command line about `files`; undefined when there is none. */
async function complaintAbout(files: OwnFiles): Promise<string | undefined> {
  writeOwnFiles(files);
  try {
    const protocolAlone = { protocolFile: OWN.protocol.slice(1) };
    await compileInWorker({ sources: protocolAlone, output: { kind: 'model', constants: {} } }, undefined, DEADLINE_MS);
    if (files.scenario === undefined) return undefined;
    const resolved = resolveCheck({ protocol: OWN.protocol, scenario: OWN.scenario });
    await codeOf(resolved, (task) => compileInWorker(task, undefined, DEADLINE_MS));
    return undefined;
  } catch (error) {
    if (error instanceof KernelCompileError || error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Returns the place of a complaint; undefined where it names none in the reader's own texts. */
export function flawIn(complaint = ''): Flaw | undefined {
  const [, file, line, column, message] = /^(mine|scenario)\.ts:(\d+):(?:(\d+):)? (.*)$/s.exec(complaint) ?? [];
  if (message === undefined) return undefined;
  return { file: file === 'mine' ? 'protocol' : 'scenario', line: Number(line), column: Number(column ?? 1), message };
}

/** Returns a function that vets texts, one at a time and none that are outdated by then. `tell` hears complaintAbout() them. */
export function vetter(tell: (complaint: string | undefined) => void): (files: OwnFiles) => Promise<void> {
  let last = Promise.resolve();
  let newest: OwnFiles | undefined;
  return (files) => {
    newest = files;
    const turn = async (): Promise<void> => {
      if (files !== newest) return;
      const complaint = await complaintAbout(files);
      if (files === newest) tell(complaint);
    };
    last = last.then(turn, turn);
    return last;
  };
}
