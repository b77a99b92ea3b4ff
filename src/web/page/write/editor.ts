// The editor of the reader's protocol and scenario: text fields of the browser, whose own search, undo and keyboards on
// phones work, above the same text in colours with its lines numbered.

import { html, type Markup } from '../../../report/markup.js';
import type { FileKind } from '../frame/own-files.js';
import { isEnter, query } from '../frame/page.js';
import { coloured } from './colours.js';
import type { Draft } from './drafts.js';

/** A complaint about a text. */
export interface Flaw {
  readonly file: FileKind;
  /** From 1 on. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Editor = ReturnType<typeof createEditor>;

/** An editor in `parent`, without any file. `onEdit` is called after each change of a text. */
export function createEditor(parent: HTMLElement, onEdit: () => void) {
  parent.innerHTML =
    html`<div class="sheet"><pre class="lines" aria-hidden="true" translate="no"></pre>${field('protocol')}${field('scenario')}</div>`.text;
  const lines = query(parent, '.lines', HTMLElement);
  const fields = {
    protocol: query(parent, '[name=protocol]', HTMLTextAreaElement),
    scenario: query(parent, '[name=scenario]', HTMLTextAreaElement),
  };
  const files = new Set<FileKind>(['protocol']);
  let shown: FileKind = 'protocol';
  let marked: Flaw | undefined;

  const follow = (): void => {
    lines.scrollTop = fields[shown].scrollTop;
  };
  const draw = (): void => {
    lines.innerHTML = html`${coloured(fields[shown].value, marked?.file === shown ? marked : undefined)}`.text;
    follow();
  };
  /** Marks what is wrong until the next change; undefined: nothing is. */
  const mark = (flaw: Flaw | undefined): void => {
    marked = flaw;
    draw();
  };
  const show = (file: FileKind): void => {
    if (!files.has(file)) return;
    shown = file;
    for (const [name, area] of Object.entries(fields)) area.hidden = name !== file;
    draw();
  };
  for (const area of Object.values(fields)) {
    area.addEventListener('scroll', follow);
    area.addEventListener('input', () => {
      mark(undefined);
      onEdit();
    });
    area.addEventListener('keydown', (event) => {
      const { shiftKey, ctrlKey, altKey, metaKey } = event;
      if (!isEnter(event) || shiftKey || ctrlKey || altKey || metaKey) return;
      // The one way to write into a field that undo knows.
      const begun = lineAfter(area.value.slice(0, area.selectionStart));
      if (document.execCommand('insertText', false, begun)) event.preventDefault();
    });
  }
  return {
    /** Returns the texts of the files that there are. */
    texts: (): Draft => ({
      protocol: fields.protocol.value,
      ...(files.has('scenario') && { scenario: fields.scenario.value }),
    }),
    /** Puts another text in the place of this one; undefined: there is no such file. */
    put(file: FileKind, text: string | undefined): void {
      if (text === undefined) {
        files.delete(file);
        if (file === shown) show('protocol');
        return;
      }
      const isNew = !files.has(file) || fields[file].value !== text;
      files.add(file);
      if (!isNew) return;
      fields[file].value = text;
      fields[file].setSelectionRange(0, 0);
      marked = undefined;
      if (file === shown) show(file);
      onEdit();
    },
    /** The file that is seen. */
    get shown(): FileKind {
      return shown;
    },
    show,
    mark,
    /** Puts the cursor there, in the file that is seen. */
    goTo(flaw: Flaw): void {
      mark(flaw);
      const area = fields[flaw.file];
      const texts = area.value.split('\n');
      const at = texts.slice(0, flaw.line - 1).reduce((sum, { length }) => sum + length + 1, 0) + flaw.column - 1;
      area.focus({ preventScroll: true });
      area.setSelectionRange(at, at);
      lines.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
      area.scrollTop = lines.scrollTop;
    },
  };
}

/** Returns the beginning of the line that follows `before`: indented as the last one, and further in a block that begins. */
export function lineAfter(before: string): string {
  const [, indent = '', last] = /(?:^|\n)([ \t]*)[^\n]*?(\{?)[ \t]*$/.exec(before) ?? [];
  return `\n${indent}${last === '{' ? '  ' : ''}`;
}

function field(file: FileKind): Markup {
  return html`<textarea name="${file}" aria-label="Your ${file}" spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off"></textarea>`;
}
