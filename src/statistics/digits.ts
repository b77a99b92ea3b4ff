// Numbers as decimals, and counts with their nouns. JavaScript's own toPrecision() writes 240 with two digits as 2.4e+2, which
// is not for readers.

/** Decimals that toFixed() can write. */
const MOST_DECIMALS = 100;

/** `value` with so many significant digits: `240` and `0.024` with two, never `2.4e+2`. */
export function significant(value: number, digits: number): string {
  const [, exponent] = value.toExponential(digits - 1).split('e'); // rounds first: 99.96 has two digits before the point
  const decimals = Math.max(0, digits - 1 - Number(exponent ?? 0));
  return rounded(value, digits).toFixed(Math.min(MOST_DECIMALS, decimals));
}

/** The value that significant() writes. */
export function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** `value` with as many digits as it needs: `0.0000001`, never `1e-7`. */
export function plain(value: number): string {
  const [mantissa = ''] = value.toExponential().split('e');
  return significant(value, Math.max(1, mantissa.replace(/\D/g, '').length));
}

/** 1234567 as `1,234,567`. Intl would take 15 ms for its first number, as long as a small check. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 page`, `2 pages`. */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
