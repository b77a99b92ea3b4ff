// The editor of the reader's protocol, and its colours.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { typescript } from '@codemirror/legacy-modes/mode/javascript';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** A complaint about the text. */
export interface Flaw {
  /** From 1 on. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Editor {
  text(): string;
  /** Puts another text in the place of this one. The reader can undo it. */
  replace(text: string): void;
  /** Marks what is wrong; undefined: nothing is. */
  mark(flaw: Flaw | undefined): void;
  /** Puts the cursor there. */
  goTo(flaw: Flaw): void;
}

const BLINK_MS = 1200;

/** An editor in `parent`. `onEdit` is called after each change of the text. */
export function createEditor(parent: HTMLElement, text: string, onEdit: () => void): Editor {
  const root = parent.attachShadow({ mode: 'open' });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection({ cursorBlinkRate: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : BLINK_MS }),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        StreamLanguage.define(typescript),
        syntaxHighlighting(COLOURS),
        THEME,
        // Tab leaves the editor, as whoever has no mouse needs it.
        keymap.of([...searchKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Your protocol', spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onEdit();
        }),
      ],
    }),
  });

  const offsetOf = ({ line, column }: Flaw): number => {
    const { doc } = view.state;
    const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
    return Math.min(from + column - 1, to);
  };
  const diagnosticOf = (flaw: Flaw): Diagnostic => {
    const from = offsetOf(flaw);
    const to = view.state.wordAt(from)?.to ?? Math.min(from + 1, view.state.doc.length);
    return { from, to, severity: 'error', message: flaw.message };
  };
  return {
    text: () => view.state.doc.toString(),
    replace: (insert) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } }),
    mark: (flaw) => view.dispatch(setDiagnostics(view.state, flaw ? [diagnosticOf(flaw)] : [])),
    goTo: (flaw) => {
      view.dispatch({ selection: { anchor: offsetOf(flaw) }, scrollIntoView: true });
      view.focus();
    },
  };
}

export const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--faint)' },
  { tag: [tags.keyword, tags.modifier], color: 'var(--c3)' },
  { tag: [tags.number, tags.bool, tags.string], color: 'var(--c1)' },
  { tag: [tags.typeName, tags.className], color: 'var(--c2)' },
  { tag: [tags.definition(tags.variableName), tags.function(tags.variableName)], color: 'var(--c0)' },
]);

const ACTIVE = { background: 'color-mix(in srgb, var(--owned) 40%, transparent)' };

export const THEME = EditorView.theme({
  '&': { height: 'min(60vh, 36rem)', background: 'var(--paper)', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' }, // its frame has one
  '.cm-scroller': { font: '0.85rem / 1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace' },
  '.cm-gutters': { borderRight: '1px solid var(--line)', background: 'var(--soft)', color: 'var(--faint)' },
  '.cm-activeLine': ACTIVE,
  '.cm-activeLineGutter': ACTIVE,
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--owned)',
  },
  '.cm-panels': { background: 'var(--soft)', color: 'var(--ink)' },
  '.cm-tooltip': { border: '1px solid var(--line)', background: 'var(--paper)', color: 'var(--ink)' },
});
