// One live line on standard error, on a terminal only.

import ora from 'ora';

export interface ProgressLine {
  update(text: string): void;
  /** Removes the line. */
  end(): void;
}

export function progressLine(): ProgressLine {
  // A terminal of no columns exists (inside `script`, for one), and wrapping a line to it never ends.
  if (!process.stderr.isTTY || !process.stderr.columns) return { update: () => {}, end: () => {} };
  // Without discardStdin, Ctrl-C reaches us as the signal that it is.
  const spinner = ora({ stream: process.stderr, discardStdin: false }).start();
  return {
    update(text) {
      spinner.text = text;
    },
    end: () => void spinner.stop(),
  };
}

/** `fraction` from 0 to 1 as a bar of `width` characters. */
export function bar(fraction: number, width = 20): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
