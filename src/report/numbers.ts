// Numbers for people.

let format: Intl.NumberFormat | undefined;

/** 1234567 as `1,234,567`. */
export function grouped(count: number): string {
  format ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }); // 15 ms, which --help need not wait for
  return format.format(count);
}

const PREFIXES = [
  { factor: 1e9, prefix: ' G' },
  { factor: 1e6, prefix: ' M' },
  { factor: 1e3, prefix: ' k' },
];

/** The decimal prefix for numbers as large as `value`, and what it stands for: `1` and '' for those below 1000. */
export function decimalPrefix(value: number): { readonly factor: number; readonly prefix: string } {
  return PREFIXES.find(({ factor }) => Math.abs(value) >= factor) ?? { factor: 1, prefix: '' };
}

/** Three significant digits with a decimal prefix: 1234567 as `1.23 M`. */
export function short(value: number): string {
  const { factor, prefix } = decimalPrefix(value);
  if (factor === 1 && Number.isInteger(value)) return String(value);
  return `${significant(value / factor)}${prefix}`;
}

/** Milliseconds in the unit that fits. */
export function time(ms: number): string {
  if (ms < 1) return `${significant(ms * 1000)} µs`;
  return ms < 1000 ? `${significant(ms)} ms` : `${significant(ms / 1000)} s`;
}

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** `1 page`, `2 pages`. */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
