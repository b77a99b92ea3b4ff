// Drafts that the browser keeps, each by its name, and which one this tab writes.

import type { OwnFiles } from '../frame/own-files.js';
import { Kept, parsed } from '../frame/storage.js';

export interface Draft extends OwnFiles {
  readonly protocol: string;
}

export const drafts = new Kept(() => localStorage, 'reftorture: draft ');
/** The name of the draft of this tab, and that of the last of any tab. */
const CURRENT = 'current draft';
const current = [() => sessionStorage, () => localStorage].map((storage) => new Kept(storage, 'reftorture: '));

export function readDraft(name: string): Draft | undefined {
  return draftOf(drafts.read(name));
}

/** Returns the name of the draft that is as `draft`. */
export function nameOf(draft: Draft): string | undefined {
  return drafts.names().find((name) => JSON.stringify(readDraft(name)) === JSON.stringify(draft));
}

/** Returns the files of `draft` as a text field has them, whose lines all end in a line feed. */
export function asTyped({ protocol, scenario }: Draft): Draft {
  const typed = (text: string): string => text.replace(/\r\n?/g, '\n');
  return { protocol: typed(protocol), ...(scenario !== undefined && { scenario: typed(scenario) }) };
}

/** Returns `wanted`, with a number behind it if there is a draft of that name. */
export function freeName(wanted: string): string {
  const taken = drafts.names();
  const numbered = taken.map((_, at) => `${wanted} ${at + 2}`);
  return [wanted, ...numbered].find((name) => !taken.includes(name)) as string;
}

/** Returns the name of the draft that this tab wrote last, or any tab. */
export function currentDraft(): string | undefined {
  return current.map((kept) => kept.read(CURRENT)).find((name) => typeof name === 'string');
}

export function setCurrentDraft(name: string): void {
  for (const kept of current) kept.write(CURRENT, name);
}

/** Calls `act` with the name of a draft that another tab has written, and what it wrote; undefined: it has removed it. */
export function onOtherTab(act: (name: string, draft: Draft | undefined) => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    const name = drafts.nameIn(key ?? '');
    if (name !== undefined) act(name, draftOf(parsed(newValue)));
  });
}

/** Undefined: it is none, or somebody else's. */
function draftOf(value: unknown): Draft | undefined {
  const { protocol, scenario } = (value ?? {}) as Record<string, unknown>;
  if (typeof protocol !== 'string') return undefined;
  return { protocol, ...(typeof scenario === 'string' && { scenario }) };
}
