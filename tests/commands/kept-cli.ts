// The command line in a process that is kept: it has the program loaded, which takes longer than most commands do. For
// lines that end by themselves and print little; how a process starts and ends is for run-cli.ts.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { V8_FLAGS } from '../v8-flags.js';
import { type Finished, HEARTBEAT } from './run-cli.js';

const RUNNER = fileURLToPath(new URL('../fixtures/many-lines.js', import.meta.url));
/** Longer than any line is to take on a busy machine. */
const DEADLINE_MS = 60_000;

type Child = ChildProcessByStdio<Writable, Readable, null>;

export class KeptCli {
  readonly #env: NodeJS.ProcessEnv;
  readonly #deadlineMs: number;
  #child: Child | undefined;
  #answers: Interface | undefined;
  /** The runs that came before: a process does one at a time. */
  #before: Promise<unknown> = Promise.resolve();

  constructor({ env = {}, deadlineMs = DEADLINE_MS }: { env?: NodeJS.ProcessEnv; deadlineMs?: number } = {}) {
    this.#env = env;
    this.#deadlineMs = deadlineMs;
  }

  /** As runCli(), of a program that is loaded already. A process that dies or hangs has a successor. */
  ask(args: readonly string[]): Promise<Finished> {
    const answer = this.#before.then(() => this.#run(args));
    this.#before = answer.catch(() => this.end());
    return answer;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #run(args: readonly string[]): Promise<Finished> {
    const answers = this.#started();
    const what = `"${args.join(' ')}"`;
    let deadline: NodeJS.Timeout | undefined;
    const line = await new Promise<string>((resolve, reject) => {
      const gone = (): void => reject(new Error(`the process that runs ${what} is gone`));
      answers.once('close', gone).once('line', (answer) => {
        answers.off('close', gone);
        resolve(answer);
      });
      deadline = setTimeout(() => reject(new Error(`${what} takes too long`)), this.#deadlineMs);
      this.#child?.stdin.write(`${JSON.stringify(args)}\n`);
    }).finally(() => clearTimeout(deadline));
    const { thrown, ...finished } = JSON.parse(line) as Finished & { thrown?: string };
    if (thrown !== undefined) throw new Error(thrown);
    return { ...finished, stderr: finished.stderr.replace(HEARTBEAT, '') };
  }

  #started(): Interface {
    if (this.#child && this.#answers) return this.#answers;
    const child: Child = spawn(process.execPath, [...V8_FLAGS, RUNNER], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NO_COLOR: '1', ...this.#env },
    });
    // It ends when its input does, which is when this process ends.
    for (const handle of [child, child.stdin, child.stdout] as unknown as { unref?(): void }[]) handle.unref?.();
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout });
    return this.#answers;
  }
}

const shared = new KeptCli();

/** As runCli(), of a program that is loaded already. */
export function askCli(args: readonly string[]): Promise<Finished> {
  return shared.ask(args);
}
