// One live line on standard error, on a terminal only.

import type { Ora } from 'ora';

export interface ProgressLine {
  /** Shows `text`, in a log `inLog`: the same without a bar. */
  update(text: string, inLog?: string): void;
  /** Removes the line until the next update. */
  hide(): void;
  /** Removes the line. */
  end(): void;
}

const NOWHERE: ProgressLine = { update: () => {}, hide: () => {}, end: () => {} };

export function progressLine(): ProgressLine {
  // A terminal of no columns exists (inside `script`, for one), and wrapping a line to it never ends.
  if (!process.stderr.isTTY || !process.stderr.columns) return NOWHERE;
  let text = '';
  let visible = false;
  let ended = false;
  let spinner: Ora | undefined;
  // Loaded while the command runs: a small check ends before that.
  void import('ora').then(({ default: ora }) => {
    // Unless it discards standard input, Ctrl-C arrives as a signal.
    if (!ended) spinner = ora({ text, stream: process.stderr, discardStdin: false });
    if (visible) spinner?.start();
  });
  return {
    update(latest) {
      text = latest;
      if (spinner) spinner.text = latest;
      if (!visible) spinner?.start();
      visible = true;
    },
    hide() {
      visible = false;
      spinner?.stop();
    },
    end() {
      ended = true;
      visible = false;
      spinner?.stop();
    },
  };
}

/** `fraction` from 0 to 1 as a bar of `width` characters. */
export function bar(fraction: number, width = 20): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
