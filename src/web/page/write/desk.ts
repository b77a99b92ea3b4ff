// The drafts of the reader, by name, and which one is in the editor. None is lost: what comes in place of another becomes a
// draft of its own, and so does what another tab writes under the same name.

import { choiceOf } from '../frame/form.js';
import type { FileKind } from '../frame/own-files.js';
import { type PageContext, query } from '../frame/page.js';
import {
  asTyped,
  currentDraft,
  type Draft,
  drafts,
  freeName,
  nameOf,
  onOtherTab,
  readDraft,
  setCurrentDraft,
} from './drafts.js';
import type { Editor } from './editor.js';
import { templateOf } from './templates.js';

const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];

/** The name of the draft where there is none. */
const FIRST = 'v4 copy';

export class Desk {
  #name: string;
  /** Another tab writes the draft of this name as well: the next change here goes into one of its own. */
  #shared = false;
  /** The text that was kept last. */
  #kept = '';
  /** A page that is loaded again has a draft that is newer than its address. */
  #newer: boolean;
  readonly #list: HTMLSelectElement;

  constructor(
    private readonly root: HTMLElement,
    private readonly editor: Editor,
    private readonly page: PageContext,
  ) {
    const before = [currentDraft(), ...drafts.names()].find((name) => name !== undefined && readDraft(name));
    this.#newer = before !== undefined && navigation?.type === 'reload';
    this.#name = before ?? FIRST;
    this.#list = query(root, 'select[name=draft]', HTMLSelectElement);
    this.#list.addEventListener('change', () => this.#turnTo(this.#list.value));
    for (const button of root.querySelectorAll<HTMLButtonElement>('.writing button')) {
      button.disabled = false;
      button.addEventListener('click', () => {
        if (button.matches('.rename')) this.#rename();
        if (button.matches('.remove')) this.#remove();
        if (button.matches('.begin')) this.#begin();
        if (button.matches('[data-file]')) this.show(button.dataset.file as FileKind);
      });
    }
    addEventListener('pagehide', () => this.save());
    addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.save());
    onOtherTab((name, draft) => this.#otherTab(name, draft));
    this.#put(readDraft(this.#name) ?? { protocol: templateOf('v4') });
  }

  /** Keeps what is in the editor, if it has changed. */
  save(): void {
    const draft = this.editor.texts();
    const text = JSON.stringify(draft);
    if (text === this.#kept) return;
    if (this.#shared) this.#name = freeName(this.#name);
    this.#shared = false;
    this.#kept = text;
    if (!drafts.write(this.#name, draft)) {
      this.say('This browser keeps no draft, or no more of them: download the file before you leave.');
    }
    this.#showNames();
  }

  /** Takes what an address brings along. */
  arrive(draft: Draft): void {
    if (!this.#newer) this.open('from a link', draft);
    this.#newer = false;
  }

  /** Turns to the draft that is as `draft`, or to one more of that name. */
  open(name: string, given: Draft): void {
    const draft = asTyped(given);
    if (JSON.stringify(draft) === JSON.stringify(this.editor.texts())) return;
    this.save();
    this.#name = nameOf(draft) ?? freeName(name);
    this.#put(draft);
    this.save();
  }

  /** Lets the reader turn to the scenario, if it is in use. */
  offerScenario(used: boolean): void {
    query(this.root, '[data-file=scenario]', HTMLButtonElement).hidden = !used;
    this.show(used ? this.editor.shown : 'protocol');
  }

  show(file: FileKind): void {
    this.editor.show(file);
    for (const button of this.root.querySelectorAll<HTMLButtonElement>('[data-file]')) {
      button.setAttribute('aria-pressed', String(button.dataset.file === this.editor.shown));
    }
  }

  #put({ protocol, scenario }: Draft): void {
    this.editor.put('protocol', protocol);
    this.editor.put('scenario', scenario);
    this.#kept = readDraft(this.#name) ? JSON.stringify(this.editor.texts()) : '';
    this.#shared = false;
    this.say('');
    this.#showNames();
  }

  #turnTo(name: string): void {
    this.save();
    const draft = readDraft(name);
    if (!draft) return;
    this.#name = name;
    this.#put(draft);
  }

  #begin(): void {
    const from = choiceOf(this.root, 'from');
    const name = prompt(
      `A new draft: a copy of ${from}. "${this.#name}" stays as it is. Name:`,
      freeName(`${from} copy`),
    );
    if (!name) return;
    this.save();
    this.#name = freeName(name);
    this.#put({ protocol: templateOf(from) });
    this.save();
    this.page.announce(`A new draft: ${this.#name}.`);
  }

  #rename(): void {
    const name = prompt('Name of this draft:', this.#name);
    if (!name || name === this.#name) return;
    const before = this.#shared ? undefined : this.#name; // that one is the other tab's
    this.#name = freeName(name);
    this.#kept = '';
    this.save();
    if (before !== undefined && readDraft(this.#name)) drafts.remove(before);
    this.#showNames();
  }

  #remove(): void {
    if (!confirm(`Remove the draft "${this.#name}"? It cannot be brought back.`)) return;
    drafts.remove(this.#name);
    this.#name = drafts.names()[0] ?? FIRST;
    this.#put(readDraft(this.#name) ?? { protocol: templateOf('v4') });
    this.save();
  }

  #otherTab(name: string, draft: Draft | undefined): void {
    this.#showNames();
    if (name !== this.#name || !draft || JSON.stringify(draft) === JSON.stringify(this.editor.texts())) return;
    this.#shared = true;
    this.say(`Another tab writes "${name}", too. What you write here becomes a draft of its own.`);
  }

  /** Shows the names of all drafts, and that of the one in the editor, which is kept for the next visit. */
  #showNames(): void {
    const names = [...new Set([this.#name, ...drafts.names()])].sort();
    this.#list.replaceChildren(...names.map((name) => new Option(name, name)));
    this.#list.value = this.#name;
    setCurrentDraft(this.#name);
  }

  /** Says something of the drafts. */
  say(text: string): void {
    query(this.root, '.other', HTMLElement).textContent = text;
  }
}
