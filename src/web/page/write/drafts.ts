// Drafts that the browser keeps: the one in the editor, and earlier ones, so that nothing is lost when another takes its place.

const KEY = 'reftorture: protocol of your own';
const EARLIER = 'reftorture: earlier protocols of your own';
const MOST_EARLIER = 20;

export interface Draft {
  readonly savedAt: string;
  readonly text: string;
}

export function keptDraft(): string | undefined {
  return read(KEY);
}

/** Returns false where the browser keeps nothing, or no more. */
export function keepDraft(text: string): boolean {
  return write(KEY, text);
}

/** Returns the earlier drafts, the newest first. */
export function earlierDrafts(): Draft[] {
  try {
    const kept: unknown = JSON.parse(read(EARLIER) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isDraft) : [];
  } catch {
    return []; // somebody else wrote it
  }
}

/** Keeps `text` among the earlier drafts, unless it is there. */
export function keepEarlier(text: string): void {
  const others = earlierDrafts().filter((draft) => draft.text !== text);
  const all = [{ savedAt: new Date().toISOString(), text }, ...others];
  write(EARLIER, JSON.stringify(all.slice(0, MOST_EARLIER)));
}

/** Calls `act` with the draft that another tab has kept in the place of this one's. */
export function onOtherTab(act: (text: string) => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === KEY && newValue !== null) act(newValue);
  });
}

function isDraft(draft: unknown): draft is Draft {
  const { savedAt, text } = (draft ?? {}) as Partial<Record<keyof Draft, unknown>>;
  return typeof savedAt === 'string' && typeof text === 'string';
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined; // the browser keeps nothing
  }
}

function write(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
