// The host's contract: what differs between Node and a browser, and nothing else. `#host` is the one in use.

/** The names of the files in src/workers that hold a task: each exports one function of one message. */
export type TaskName = 'check' | 'litmus' | 'make' | 'race' | 'replay' | 'scale' | 'audit' | 'unfold';

export interface TaskOptions {
  /** Of the task: that of the threads unless given. */
  readonly task?: TaskName;
  /** Terminates the thread that runs the task, which then rejects. */
  readonly signal?: AbortSignal;
  /** Objects that the message hands over instead of a copy. */
  readonly transfer?: readonly object[];
}

/** An end of a channel, which can be handed over to another thread. */
export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  close(): void;
}

/** Threads that run tasks of src/workers. */
export interface Threads {
  /**
   * Runs the task on `message`, which is cloned as postMessage() does, once a thread is free, and returns its result.
   * @throws as the task does, and an error when its thread ends before it
   */
  run(message: unknown, options?: TaskOptions): Promise<unknown>;
  /** Terminates the threads, whatever they are doing. */
  close(): Promise<void>;
}

export interface ThreadsWanted {
  readonly task: TaskName;
  readonly most: number;
  /** Threads that are started at once and kept; others end when they have been idle for a while. Unless given: `most`. */
  readonly least?: number;
  /** Threads stay when they are idle. */
  readonly stay?: boolean;
}

/** Facts that the system and the software tell of themselves. */
export interface Software {
  readonly cpuModel: string | null;
  /** As Node names it, such as x64. */
  readonly arch: string | null;
  readonly system: string;
  /** Versions, in Node. */
  readonly node?: string;
  readonly v8?: string;
  /** Name and version, in a browser. */
  readonly browser?: string;
}

/** Memory that this program may have a part of, and how much of it nobody uses. */
export interface Memory {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** V8's heap: bytes in use, garbage included, and the most that it can have. */
export interface Heap {
  used(): number;
  readonly limit: number;
  collect(): void;
}

export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
}

export interface Host {
  /** Milliseconds on a clock that all threads share. */
  clockMs(): number;
  /** CPU time of all threads of this program; absent where nobody tells. */
  readonly cpuMs?: () => number;
  /** CPUs that threads may run on at once. */
  cpus(): number;
  software(): Software;

  memory(): Memory;
  readonly heap: Heap;

  /** The thread that starts a run may be busy for a second; a page would stand still. */
  readonly mayBlock: boolean;
  startThreads(wanted: ThreadsWanted): Threads;
  /** Two ends of a channel between threads: what is posted at one of them comes out at the other. */
  newChannel(): readonly [Port, Port];
  /** Pins the calling thread to `cpu`. Where that does not work the thread is not pinned, and the reason is returned. */
  pinThisThread(cpu: number): Promise<string | undefined>;
  /** Has `act` be called when the program ends. Returns what calls that off. */
  atExit(act: () => void): () => void;
  /** Threads can be pinned, and V8's compilers be chosen. */
  readonly canPinThreads: boolean;
  /** Sets flags of V8, for the whole process. No effect where `canPinThreads` is false. */
  setV8Flags(flags: readonly string[]): void;

  /** Columns of the output, as the terminal or the user says; undefined or no number where nobody does. */
  outputColumns(): number | undefined;
  /** The user's, which paths are shortened by; undefined where there is none. */
  readonly homeFolder: string | undefined;
  /** Absolute path of the package's folder, with a separator at its end. */
  readonly packageRoot: string;
  /** @throws what the system says */
  readText(file: string): string;
  /** Names in a folder, with those in folders within it if `deep`. @throws what the system says */
  list(folder: string, deep?: boolean): string[];
  /** Undefined when there is none that can be reached. */
  statusOf(path: string): FileStatus | undefined;
  /** The SHA-256 of `contents`, text in UTF-8, as 64 hexadecimal digits. */
  sha256(contents: string | Uint8Array): string;
}
