// Numbers for people.

import { plain, rounded, significant } from '../statistics/digits.js';
import type { Estimate } from '../statistics/estimate.js';

export { grouped, plural } from '../statistics/digits.js';

const PREFIXES = [
  { factor: 1e9, prefix: ' G' },
  { factor: 1e6, prefix: ' M' },
  { factor: 1e3, prefix: ' k' },
];

/** The decimal prefix for numbers as large as `value`, and what it stands for: `1` and '' for those below 1000. */
export function decimalPrefix(value: number): { readonly factor: number; readonly prefix: string } {
  return PREFIXES.find(({ factor }) => Math.abs(shown(value)) >= factor) ?? { factor: 1, prefix: '' };
}

const DIGITS = 3;

/** `value` as it is shown: the unit has to fit that, or 999.6 ms would be `1000 ms`. */
function shown(value: number): number {
  return rounded(value, DIGITS);
}

/** Three significant digits with a decimal prefix: 1234567 as `1.23 M`. */
export function short(value: number): string {
  const { factor, prefix } = decimalPrefix(value);
  if (factor === 1 && Number.isInteger(value)) return String(value);
  return `${significant(value / factor, DIGITS)}${prefix}`;
}

/** Milliseconds in the unit that fits. */
export function time(ms: number): string {
  if (shown(ms) < 1) return `${significant(ms * 1000, DIGITS)} µs`;
  return shown(ms) < 1000 ? `${significant(ms, DIGITS)} ms` : `${significant(ms / 1000, DIGITS)} s`;
}

/** A count per operation: two digits, and nothing finer than a thousandth. */
export function perOperation(value: number | null | undefined): string {
  if (!value) return '0';
  return value < 0.001 ? '<0.001' : significant(value, 2);
}

/** 0.05 as `5 %`. */
export function percent(share: number): string {
  return `${plain(shown(share * 100))} %`;
}

/** A ratio with its interval: `1.20 [1.10, 1.30]`. */
export function ratioText({ median, low, high }: Estimate): string {
  return `${median.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
