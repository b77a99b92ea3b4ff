// Has concurrent callers take turns: in rounds, each of which begins when all have come, in a new random order. So
// trials of different cells interleave, and whatever changes on the machine changes for all of them alike.

import { type Random, shuffled } from '../../statistics/random.js';

export class TrialRounds {
  readonly #random: Random;
  #members: number;
  #waiting: (() => Promise<void>)[] = [];
  #running = false;
  #round = 0;

  constructor(members: number, random: Random) {
    this.#members = members;
    this.#random = random;
  }

  /** Runs `work`, alone, in the next round; its argument counts the rounds from 0. */
  turn<T>(work: (round: number) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => work(this.#round).then(resolve, reject));
      this.#begin();
    });
  }

  /** Says that one caller will not come again. */
  leave(): void {
    this.#members = Math.max(0, this.#members - 1);
    this.#begin();
  }

  /** From now on, whoever comes goes ahead: nobody waits for the others any more. */
  dissolve(): void {
    this.#members = 0;
    this.#begin();
  }

  #begin(): void {
    if (this.#running || this.#waiting.length === 0 || this.#waiting.length < this.#members) return;
    this.#running = true;
    const round = shuffled(this.#waiting, this.#random);
    this.#waiting = [];
    void this.#play(round);
  }

  async #play(round: readonly (() => Promise<void>)[]): Promise<void> {
    for (const work of round) await work();
    this.#running = false;
    this.#round++;
    this.#begin();
  }
}
