// The reader's last text, kept by the browser: nothing is lost when the page is loaded again.

const KEY = 'reftorture: protocol of your own';

export function keptDraft(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined; // the browser keeps nothing
  }
}

export function keepDraft(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // The browser keeps nothing, or no more.
  }
}
