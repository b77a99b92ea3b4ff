// Threads go through a schedule in its order, one step at a time, asleep while it is not their turn.

/** Index of the step whose turn it is; each thread that arrives at the start subtracts 1 from -threads. */
const TURN = 0;
/** Set when somebody gave up: everybody stops waiting. */
const OFF = 1;

export class StepOrder {
  readonly #control: Int32Array;
  readonly #deadlineMs: number;

  constructor(buffer: SharedArrayBuffer, deadlineMs: number) {
    this.#control = new Int32Array(buffer);
    this.#deadlineMs = deadlineMs;
  }

  /** Shared memory for the turns of `threads` threads. */
  static buffer(threads: number): SharedArrayBuffer {
    const buffer = new SharedArrayBuffer(8);
    new Int32Array(buffer)[TURN] = -threads;
    return buffer;
  }

  /** A thread is ready; when all are, the first step has its turn. */
  arrive(): void {
    Atomics.add(this.#control, TURN, 1);
    Atomics.notify(this.#control, TURN);
  }

  /** Sleeps until it is the turn of `step`. @throws Error when that takes longer than the deadline. */
  await(step: number): void {
    const deadline = performance.now() + this.#deadlineMs;
    for (;;) {
      const turn = Atomics.load(this.#control, TURN);
      if (turn === step) return;
      if (Atomics.load(this.#control, OFF) !== 0) throw new Error('another thread gave up');
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw new Error(`step ${step + 1} had no turn within ${this.#deadlineMs} ms`);
      Atomics.wait(this.#control, TURN, turn, leftMs);
    }
  }

  /** The thread that took the step before has arrived where it waits next: `step` may go on. */
  pass(step: number): void {
    Atomics.store(this.#control, TURN, step);
    Atomics.notify(this.#control, TURN);
  }

  /** Wakes everybody up to give up too. */
  abandon(): void {
    Atomics.store(this.#control, OFF, 1);
    Atomics.add(this.#control, TURN, 0x10000000); // a turn that nobody waits for, so that no wait sleeps on
    Atomics.notify(this.#control, TURN);
  }
}
