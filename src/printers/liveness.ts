// Live-variable analysis of the code of a function.

/** An instruction: the variables that it reads and writes, as bits, and the instructions that may come next. */
export interface Step {
  readonly reads: bigint;
  readonly writes: bigint;
  readonly next: readonly number[];
}

/** For each instruction, the variables whose values may be read behind it before they are written again. */
export function liveBehind(code: readonly Step[]): bigint[] {
  const before = code.map(() => 0n);
  const behind = code.map(() => 0n);
  for (let changed = true; changed; ) {
    changed = false;
    for (let at = code.length - 1; at >= 0; at--) {
      const { reads, writes, next } = code[at] as Step;
      const out = next.reduce((live, one) => live | (before[one] ?? 0n), 0n);
      const live = (out & ~writes) | reads;
      if (live !== before[at]) changed = true;
      before[at] = live;
      behind[at] = out;
    }
  }
  return behind;
}
