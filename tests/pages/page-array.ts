// A page array with threads on it, whose words and records a test can read and write.

import { type Arena, type ArenaConfig, createArena } from '../../src/arena/arena.js';
import type { Kernel } from '../../src/engines/kernel.js';
import type { Engine } from '../../src/front-end/sources.js';
import * as layout from '../../src/runtime/layout.js';
import { codeOf, type KernelChoice, TestBed } from '../engines/test-kernel.js';

/** Exports of pages.kernel.ts. */
export interface Thread extends Kernel {
  allocate(type: number): number;
  free(page: number, generation: number, believedType: number): void;
  heldGeneration(page: number): number;
  speculate(page: number): boolean | number;
  verify(page: number, held: number, type: number): void;
  verifyFrozen(page: number, held: number, type: number): void;
  release(page: number, believedType: number, held: number): void;
  useAndRelease(page: number, type: number, held: number): void;
  readPayload(page: number, n: number, held: number): number;
  writePayload(page: number, n: number, value: number, held: number): void;
  lookup(slot: number): number;
  publish(slot: number, page: number): boolean | number;
  remove(slot: number): number;
  lock(slot: number, page: number): boolean | number;
  unlock(slot: number, page: number): void;
  slotOf(key: number): number;
  typeOfKey(key: number): number;
  tookBack(word: number, references: number): void;
  enterSection(): void;
  leaveSection(): void;
  epochAfterUnlinking(): number;
  advancedEpoch(): number;
  giveBackRetired(): void;
}

/** A kept event, all words as they stand in memory. */
export interface KeptEvent {
  readonly kind: number;
  readonly page: number;
  readonly heldGeneration: number;
  readonly generation: number;
  readonly believedType: number;
  readonly type: number;
  readonly word: number;
  readonly timeMs: number;
}

const SMALL: Omit<ArenaConfig, 'engine'> = {
  workers: 3,
  pages: 2,
  pageBytes: 64,
  slots: 2,
  lookedUp: false,
  recheck: true,
  stall: { kind: layout.STALL_SPIN, amount: 0, chance: 0 },
  seed: 1,
};

export class PageArray {
  readonly arena: Arena;
  readonly bed: TestBed<Thread>;
  readonly threads: readonly Thread[];

  private constructor(
    code: Awaited<ReturnType<typeof codeOf>>,
    readonly config: Omit<ArenaConfig, 'engine'>,
  ) {
    this.arena = createArena({ ...config, engine: code.engine });
    this.bed = new TestBed<Thread>(code, this.arena.memory);
    this.threads = Array.from({ length: config.workers }, () => this.bed.thread());
    for (const [worker, thread] of this.threads.entries()) thread.setup(worker);
  }

  /** An array of which no page is set up yet. */
  static async raw(
    engine: Engine,
    config: Partial<ArenaConfig> = {},
    choice: Partial<KernelChoice> = {},
  ): Promise<PageArray> {
    const code = await codeOf({
      entry: 'pages/pages.kernel.ts',
      protocol: 'v4.ts',
      variant: 'open',
      ...choice,
      engine,
    });
    return new PageArray(code, { ...SMALL, ...config });
  }

  /** An array whose pages are all free and whose slots are all empty. */
  static async ready(...options: Parameters<typeof PageArray.raw>): Promise<PageArray> {
    const array = await PageArray.raw(...options);
    for (const thread of array.threads) thread.populate();
    return array;
  }

  thread(worker: number): Thread {
    return this.threads[worker] as Thread;
  }

  /** Address of the page with `index`. */
  page(index: number): number {
    return this.arena.pagesBase + index * this.config.pageBytes;
  }

  /** The addresses of all pages. */
  get pages(): number[] {
    return Array.from({ length: this.config.pages }, (_, index) => this.page(index));
  }

  /** The count of `kind` by `worker`. */
  count(kind: number, worker = 0): number {
    return this.bed.read(this.block(worker) + kind * 4);
  }

  /** The events that `worker` kept. */
  events(worker = 0): KeptEvent[] {
    const times = new Float64Array(this.arena.memory.buffer);
    return Array.from({ length: this.bed.read(this.block(worker) + layout.WORKER_EVENTS_KEPT) }, (_, index) => {
      const event = this.block(worker) + layout.WORKER_EVENTS + index * layout.EVENT_BYTES;
      return {
        kind: this.bed.read(event + layout.EVENT_COUNTER),
        page: this.bed.read(event + layout.EVENT_PAGE),
        heldGeneration: this.bed.read(event + layout.EVENT_HELD_GENERATION),
        generation: this.bed.read(event + layout.EVENT_GENERATION),
        believedType: this.bed.read(event + layout.EVENT_BELIEVED_TYPE),
        type: this.bed.read(event + layout.EVENT_TYPE),
        word: this.bed.read(event + layout.EVENT_WORD),
        timeMs: times[(event + layout.EVENT_TIME) >> 3] as number,
      };
    });
  }

  private block(worker: number): number {
    return layout.WORKERS_BASE + worker * layout.WORKER_BYTES;
  }
}
