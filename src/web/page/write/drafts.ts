// Drafts that the browser keeps, each by its name, and which one this tab writes. Where a browser keeps nothing, or no more,
// there are none, and nothing throws.

import type { OwnFiles } from '../frame/own-files.js';

export interface Draft extends OwnFiles {
  readonly protocol: string;
}

const PREFIX = 'reftorture: draft ';
/** The draft of this tab, and the last of any tab. */
const CURRENT = 'reftorture: current draft';

/** Returns the names of all drafts. */
export function draftNames(): string[] {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys.flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : [])).sort();
}

export function readDraft(name: string): Draft | undefined {
  return draftIn(attempt(() => localStorage.getItem(PREFIX + name)));
}

/** Returns false where the browser does not keep it. */
export function keepDraft(name: string, draft: Draft): boolean {
  attempt(() => localStorage.setItem(PREFIX + name, JSON.stringify(draft)));
  return JSON.stringify(readDraft(name)) === JSON.stringify(draft);
}

export function removeDraft(name: string): void {
  attempt(() => localStorage.removeItem(PREFIX + name));
}

/** Returns the name of the draft that is as `draft`. */
export function nameOf(draft: Draft): string | undefined {
  return draftNames().find((name) => JSON.stringify(readDraft(name)) === JSON.stringify(draft));
}

/** Returns the files of `draft` as a text field has them, whose lines all end in a line feed. */
export function asTyped({ protocol, scenario }: Draft): Draft {
  const typed = (text: string): string => text.replace(/\r\n?/g, '\n');
  return { protocol: typed(protocol), ...(scenario !== undefined && { scenario: typed(scenario) }) };
}

/** Returns `wanted`, with a number behind it if there is a draft of that name. */
export function freeName(wanted: string): string {
  const taken = draftNames();
  const numbered = taken.map((_, at) => `${wanted} ${at + 2}`);
  return [wanted, ...numbered].find((name) => !taken.includes(name)) as string;
}

/** Returns the name of the draft that this tab wrote last, or any tab. */
export function currentDraft(): string | undefined {
  return attempt(() => sessionStorage.getItem(CURRENT) ?? localStorage.getItem(CURRENT)) ?? undefined;
}

export function setCurrentDraft(name: string): void {
  attempt(() => {
    sessionStorage.setItem(CURRENT, name);
    localStorage.setItem(CURRENT, name);
  });
}

/** Calls `act` with the name of a draft that another tab has written, and what it wrote. */
export function onOtherTab(act: (name: string, draft: Draft) => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    const draft = draftIn(newValue);
    if (key?.startsWith(PREFIX) && draft) act(key.slice(PREFIX.length), draft);
  });
}

function draftIn(json: string | null | undefined): Draft | undefined {
  const { protocol, scenario } = attempt(() => JSON.parse(json ?? '') as Record<string, unknown>) ?? {};
  if (typeof protocol !== 'string') return undefined; // there is none, or somebody else wrote it
  return { protocol, ...(typeof scenario === 'string' && { scenario }) };
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
