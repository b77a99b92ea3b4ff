// The command line in a process that is kept: it has the program loaded, which takes longer than most commands do. For
// lines that end by themselves and print little; how a process starts and ends is for run-cli.ts.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Finished, HEARTBEAT } from './run-cli.js';

const RUNNER = fileURLToPath(new URL('../fixtures/many-lines.js', import.meta.url));

interface Kept {
  readonly input: Writable;
  readonly answers: Interface;
}

let kept: Kept | undefined;
/** The runs that came before: a process does one at a time. */
let before: Promise<unknown> = Promise.resolve();

/** As runCli(), of a program that is loaded already. */
export function askCli(args: readonly string[]): Promise<Finished> {
  const answer = before.then(() => ask(args));
  before = answer.catch(() => {});
  return answer;
}

async function ask(args: readonly string[]): Promise<Finished> {
  kept ??= start();
  const { input, answers } = kept;
  const line = await new Promise<string>((resolve, reject) => {
    answers.once('line', resolve);
    answers.once('close', () => reject(new Error(`the process that runs "${args.join(' ')}" is gone`)));
    input.write(`${JSON.stringify(args)}\n`);
  });
  answers.removeAllListeners('close');
  const { thrown, ...finished } = JSON.parse(line) as Finished & { thrown?: string };
  if (thrown !== undefined) throw new Error(thrown);
  return { ...finished, stderr: finished.stderr.replace(HEARTBEAT, '') };
}

/** The process ends when its input does, which is when this process ends. */
function start(): Kept {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [RUNNER], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  child.unref();
  const { stdin, stdout } = child as unknown as { stdin: { unref?(): void }; stdout: { unref?(): void } };
  stdin.unref?.();
  stdout.unref?.();
  return { input: child.stdin, answers: createInterface({ input: child.stdout }) };
}
