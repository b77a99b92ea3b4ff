// The C comparator: built with the system's compiler when there is one, then kept running as a server, so that its
// trials take turns with those of the other engines.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cachedOrMade, userCache } from '../../engines/cache.js';
import { UsageError } from '../../usage-error.js';

const SOURCES = fileURLToPath(new URL('../../../bench/native/', import.meta.url));
const FLAGS = ['-std=c11', '-O2', '-pthread'];

/** There is no compiler, or it failed, or the comparator did; the message says which. */
export class NativeError extends UsageError {
  override name = 'NativeError';
}

/** Protocols that are written in C. */
const PROTOCOLS = ['old', 'v4'];

/** What one native thread did in a trial; times in milliseconds since the start of the first. */
export interface NativeThread {
  readonly startMs: number;
  readonly endMs: number;
  readonly rounds: number;
  readonly gets: number;
  readonly failedGets: number;
  readonly casRetries: number;
  readonly abortedFrees: number;
  /** Pages that it put to zero, for a test of the loops. */
  readonly frees: number;
  /** False also where nobody asked for it. */
  readonly pinned: boolean;
}

export interface NativeTrial {
  readonly protocol: string;
  /** As named in bench/native. */
  readonly workload: string;
  readonly threads: number;
  readonly durationMs: number;
  readonly pages: number;
  /** Thread i is pinned to cpus[i]; empty: nobody is. */
  readonly cpus: readonly number[];
  /** Page numbers in the order of visits, for the workloads that spread. */
  readonly picks: Iterable<number>;
  readonly signal?: AbortSignal | undefined;
}

/** Path of the comparator, compiled unless the same sources were before. It is there until the end. @throws NativeError */
export async function buildNative(compiler = process.env.CC || 'cc', folder = userCache()): Promise<string> {
  const names = (await readdir(SOURCES)).filter((name) => /\.[ch]$/.test(name)).sort();
  const hash = createHash('sha256').update(compiler).update(FLAGS.join(' '));
  for (const name of names) hash.update(name).update(await readFile(join(SOURCES, name)));
  const sources = names.filter((name) => name.endsWith('.c')).map((name) => join(SOURCES, name));
  // The cache keeps it under a seal, which is no part of a program.
  const place = await mkdtemp(join(tmpdir(), 'reftorture-'));
  process.once('exit', () => rmSync(place, { recursive: true, force: true }));
  const binary = join(place, 'comparator');
  const name = `${hash.digest('hex').slice(0, 16)}.comparator`;
  const contents = await cachedOrMade(name, folder, () => compiled(compiler, sources, binary));
  await writeFile(binary, contents, { mode: 0o700 });
  return binary;
}

async function compiled(compiler: string, sources: readonly string[], binary: string): Promise<Uint8Array> {
  try {
    await promisify(execFile)(compiler, [...FLAGS, '-o', binary, ...sources]);
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    throw new NativeError(
      code === 'ENOENT' ? `no C compiler: ${compiler} is not on the path` : `${compiler}: ${stderr || String(error)}`,
    );
  }
  const contents = await readFile(binary);
  await rm(binary); // a program that runs cannot be written to
  return contents;
}

/** How long after its time a trial may take to answer: threads have to start, and the scheduler to let them end. */
const GRACE_MS = 30_000;

/**
 * The comparator. Trials are asked for one at a time. One that dies, hangs or is interrupted ends with its trial; the
 * next trial starts another.
 */
export class Native {
  readonly #binary: string;
  readonly #graceMs: number;
  #server: Server | undefined;
  #closed = false;

  constructor(binary: string, { graceMs = GRACE_MS } = {}) {
    this.#binary = binary;
    this.#graceMs = graceMs;
  }

  static knows(protocol: string): boolean {
    return PROTOCOLS.includes(protocol);
  }

  /**
   * @throws NativeError for a protocol or workload that is not written in C, and when the comparator died, gave no
   * answer in time or was interrupted
   */
  async trial(trial: NativeTrial): Promise<NativeThread[]> {
    if (this.#closed) throw new NativeError('the native comparator is closed');
    if (trial.signal?.aborted) throw new NativeError('interrupted');
    this.#server ??= new Server(this.#binary);
    const server = this.#server;
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      server.kill();
    }, trial.durationMs + this.#graceMs);
    const interrupt = (): void => server.kill();
    trial.signal?.addEventListener('abort', interrupt, { once: true });
    const line = await server.ask(requestOf(trial));
    clearTimeout(timer);
    trial.signal?.removeEventListener('abort', interrupt);
    if (line === undefined) {
      this.#server = undefined;
      if (trial.signal?.aborted) throw new NativeError('interrupted');
      throw new NativeError(hung ? 'the native comparator hung and was terminated' : 'the native comparator died');
    }
    const { workers, error } = JSON.parse(line) as { workers?: NativeThread[]; error?: string };
    if (!workers) throw new NativeError(error ?? 'the native comparator gave no answer');
    return workers;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#server?.close();
  }
}

function requestOf({ protocol, workload, threads, durationMs, pages, cpus, picks }: NativeTrial): string {
  const listed = (numbers: Iterable<number>): string => [...numbers].join(',') || '-';
  return `${protocol} ${workload} ${threads} ${durationMs} ${pages} ${listed(cpus)} ${listed(picks)}`;
}

/** A process that answers each line with a line. */
class Server {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #ended: Promise<void>;

  constructor(binary: string) {
    this.#child = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout as NonNullable<ChildProcess['stdout']> });
    this.#child.stdin?.on('error', () => {}); // a dead process is noticed by its missing answer
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', () => resolve()).once('error', () => resolve());
    });
  }

  /** The answer, or undefined when the process ended without. */
  async ask(line: string): Promise<string | undefined> {
    const answer = new Promise<string>((resolve) => this.#lines.once('line', resolve));
    this.#child.stdin?.write(`${line}\n`);
    return (await Promise.race([answer, this.#ended])) ?? undefined;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}
