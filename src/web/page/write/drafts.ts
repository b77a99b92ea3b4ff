// Drafts that the browser keeps, each by its name, and which one this tab writes.

import type { OwnFiles } from '../frame/own-files.js';

export interface Draft extends OwnFiles {
  readonly protocol: string;
}

const PREFIX = 'reftorture: draft ';
/** The draft of this tab, and the last of any tab. */
const CURRENT = 'reftorture: current draft';

/** Returns the names of all drafts, the last one first. */
export function draftNames(): string[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys
      .map((key) => ({ name: key.slice(PREFIX.length), savedAt: savedAtIn(localStorage.getItem(key)) }))
      .sort((one, other) => other.savedAt.localeCompare(one.savedAt))
      .map(({ name }) => name);
  } catch {
    return []; // the browser keeps nothing
  }
}

export function readDraft(name: string): Draft | undefined {
  try {
    return draftIn(localStorage.getItem(PREFIX + name));
  } catch {
    return undefined;
  }
}

/** Returns false where the browser keeps nothing, or no more. */
export function keepDraft(name: string, { protocol, scenario }: Draft): boolean {
  try {
    const savedAt = new Date().toISOString();
    localStorage.setItem(PREFIX + name, JSON.stringify({ savedAt, protocol, scenario }));
    return true;
  } catch {
    return false;
  }
}

export function removeDraft(name: string): void {
  localStorage.removeItem(PREFIX + name);
}

/** Returns `wanted`, with a number behind it if there is a draft of that name. */
export function freeName(wanted: string): string {
  const taken = draftNames();
  const names = Array.from({ length: taken.length + 1 }, (_, at) => (at === 0 ? wanted : `${wanted} ${at + 1}`));
  return names.find((name) => !taken.includes(name)) as string;
}

/** Returns the name of the draft that this tab wrote last, or any tab. */
export function currentDraft(): string | undefined {
  try {
    return sessionStorage.getItem(CURRENT) ?? localStorage.getItem(CURRENT) ?? undefined;
  } catch {
    return undefined;
  }
}

export function setCurrentDraft(name: string): void {
  try {
    sessionStorage.setItem(CURRENT, name);
    localStorage.setItem(CURRENT, name);
  } catch {
    // the browser keeps nothing, or no more
  }
}

/** Calls `act` with the name of a draft that another tab has written, and what it wrote. */
export function onOtherTab(act: (name: string, draft: Draft) => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    const draft = draftIn(newValue);
    if (key?.startsWith(PREFIX) && draft) act(key.slice(PREFIX.length), draft);
  });
}

function draftIn(json: string | null): Draft | undefined {
  try {
    const { protocol, scenario } = JSON.parse(json ?? '{}') as Partial<Record<keyof Draft, unknown>>;
    if (typeof protocol !== 'string') return undefined;
    return { protocol, ...(typeof scenario === 'string' && { scenario }) };
  } catch {
    return undefined; // somebody else wrote it
  }
}

function savedAtIn(json: string | null): string {
  return /"savedAt":"([^"]*)"/.exec(json ?? '')?.[1] ?? '';
}
