// A program of the system, run to its end or killed with all that it has started.

import { spawn } from 'node:child_process';

export interface ProcessEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramLimits {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** So much of each stream is kept: complaints stand at the beginning. */
const KEPT_CHARACTERS = 2 ** 20;

/**
 * Runs `file` with `args`. Undefined when it had not ended at the deadline. It has a process group of its own, so that a
 * Ctrl-C of the terminal does not reach it: what ends it, ends it hard, since a program may ignore any other signal.
 *
 * @throws the reason of `signal`, and what the system says of a program that cannot be started
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  { deadlineMs, signal }: ProgramLimits,
): Promise<ProcessEnd | undefined> {
  signal?.throwIfAborted();
  const child = spawn(file, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const kept = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      if (kept[name].length < KEPT_CHARACTERS) kept[name] += text;
    });
  }
  const kill = (): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
    // A process that left the group may still hold the streams open.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  let abort = (): void => {};
  let deadline: NodeJS.Timeout | undefined;
  process.once('exit', kill);
  try {
    return await new Promise<ProcessEnd | undefined>((resolve, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      deadline = setTimeout(() => resolve(undefined), deadlineMs);
      child.once('error', reject).once('close', (code) => resolve({ code, ...kept }));
    });
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', abort);
    process.off('exit', kill);
    if (child.exitCode === null) kill();
  }
}
