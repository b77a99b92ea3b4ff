// Stalls: how workers are held up, from the words of `--stall` and within limits.

export const STALL_KINDS = ['none', 'spin', 'yield', 'sleep', 'noise'] as const;

/** `noise` holds workers up at any access, the others in the window between steps 1 and 2 of a put. */
export interface Stall {
  readonly kind: (typeof STALL_KINDS)[number];
  /** Rounds of a spin, microseconds of a sleep, or rounds of the longest interruption of noise. */
  readonly amount: number;
  /** Of a stall in each window, or of an interruption before each access. */
  readonly probability: number;
}

export const NO_STALL: Stall = { kind: 'none', amount: 0, probability: 0 };
/** Short interruptions often, and now and then one as long as a scheduler's. */
export const NOISE: Stall = { kind: 'noise', amount: 2 ** 16, probability: 0.02 };

export const LONGEST_SLEEP_US = 10_000_000;
export const LONGEST_SPIN = 1_000_000_000;

export const STALL_WORDS = `none, noise, spin:ROUNDS, yield or sleep:MICROSECONDS (at most ${LONGEST_SLEEP_US}), with @PROBABILITY from 0 to 1 if not always; for example sleep:50@0.01`;

/** Reads `none`, `noise`, `spin:N`, `yield`, `sleep:US`, each but the first with an optional `@probability`. */
export function stallFrom(text: string): Stall | undefined {
  const [, kind, amountText, probabilityText] =
    /^(none|spin|yield|sleep|noise)(?::(\d+))?(?:@(\d*\.?\d+))?$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  if (kind !== 'noise' && (kind === 'spin' || kind === 'sleep') !== (amountText !== undefined)) return undefined;
  if (kind === 'none') return Number(probabilityText ?? 0) <= 1 ? NO_STALL : undefined;
  const usual = kind === 'noise' ? NOISE : { amount: 0, probability: 1 };
  const stall: Stall = {
    kind: kind as Stall['kind'],
    amount: Number(amountText ?? usual.amount),
    probability: Number(probabilityText ?? usual.probability),
  };
  return (kind === 'noise' && stall.amount === 0) || stallProblem(stall) ? undefined : stall;
}

/** Returns the key of a stall that is beyond its limits, and what was expected of it. */
export function stallProblem({
  kind,
  amount,
  probability,
}: Stall): { readonly key: 'amount' | 'probability'; readonly expected: string } | undefined {
  if (probability > 1 || probability < 0) return { key: 'probability', expected: 'from 0 to 1' };
  if ((kind === 'spin' || kind === 'noise') && amount > LONGEST_SPIN) {
    return { key: 'amount', expected: `${LONGEST_SPIN} rounds of a spin or of noise at most` };
  }
  if (kind === 'sleep' && !(amount > 0 && amount <= LONGEST_SLEEP_US)) {
    return { key: 'amount', expected: `from 1 to ${LONGEST_SLEEP_US} microseconds of a sleep` };
  }
  return undefined;
}
