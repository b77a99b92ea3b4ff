// Numbers for people.

let format: Intl.NumberFormat | undefined;

/** 1234567 as `1,234,567`. */
export function grouped(count: number): string {
  format ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }); // 15 ms, which --help need not wait for
  return format.format(count);
}

/** Three significant digits with a decimal prefix: 1234567 as `1.23 M`. */
export function short(value: number): string {
  for (const [factor, prefix] of [
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ] as const) {
    if (Math.abs(value) >= factor) return `${significant(value / factor)}${prefix}`;
  }
  return Number.isInteger(value) ? String(value) : significant(value);
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
