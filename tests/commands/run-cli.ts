// The command line as a user has it: a process.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { V8_FLAGS } from '../v8-flags.js';

export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Lines that a long run writes where there is no terminal. On a busy machine any run may be one. */
export const HEARTBEAT = /^reftorture: after \d+ s: .*\n/gm;

/** Runs the built command line; `onStart` gets the means to send it signals; `env` comes on top of ours. */
export function runCli(
  args: readonly string[],
  onStart?: (kill: (signal: NodeJS.Signals) => void) => void,
  env: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  return run(args, (child) => onStart?.((signal) => child.kill(signal)), env);
}

function run(
  args: readonly string[],
  onStart: (child: ChildProcess) => void,
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...V8_FLAGS, CLI, ...args], {
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr: stderr.replace(HEARTBEAT, '') }));
    onStart(child);
  });
}

/** Makes standard error a terminal, as far as the program can tell: there it shows how far it is. */
const TERMINAL = `--import=data:text/javascript,${encodeURIComponent(
  'Object.assign(process.stderr, { isTTY: true, columns: 200 });',
)}`;

/** Empties the row of the line that shows it. */
const EMPTY_ROW = '\r\u001b[K';
/** That line, a spinner and a text. Whatever else stood on the row, the program has said. */
const DRAWN = /^[\u2800-\u28ff] .*$/;

/** As runCli(), but with a line that shows how far the program is; `onShown` gets all that it showed so far. */
export async function watchCli(
  args: readonly string[],
  onShown: (shown: string, child: ChildProcess) => void,
): Promise<Finished> {
  let shown = '';
  const watch = (child: ChildProcess): void => {
    child.stderr?.on('data', (chunk) => {
      shown += chunk;
      onShown(shown, child);
    });
  };
  const finished = await run(args, watch, { NODE_OPTIONS: TERMINAL, TERM: 'xterm', CI: undefined });
  const said = finished.stderr
    .split(EMPTY_ROW)
    .filter((part, index, { length }) => index === length - 1 || !DRAWN.test(part));
  return { ...finished, stderr: said.join('') };
}

/** Sends `signal` as soon as the program shows `progress`. What it wrote to stderr is without that line. */
export function interruptCli(args: readonly string[], signal: NodeJS.Signals, progress: RegExp): Promise<Finished> {
  let sent = false;
  return watchCli(args, (shown, child) => {
    if (!sent && progress.test(shown)) sent = child.kill(signal); // a second one would end it at once
  });
}

/** Progress of a race once its workers have done something. */
export const RACING = / [1-9][\d.]*(?: [kMG])? operations/;
