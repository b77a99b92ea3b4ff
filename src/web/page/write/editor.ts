// The editor of the reader's protocol and scenario, and its colours.

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

/** The files that can be written. */
export type FileKind = 'protocol' | 'scenario';

/** A complaint about a text. */
export interface Flaw {
  readonly file: FileKind;
  /** From 1 on. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Editor {
  /** Returns the texts of the files that there are. */
  texts(): Partial<Record<FileKind, string>>;
  /** Puts another text in the place of this one; undefined: there is no such file. The reader can undo it. */
  put(file: FileKind, text: string | undefined): void;
  /** The file that is seen. */
  readonly shown: FileKind;
  show(file: FileKind): void;
  /** Marks what is wrong; undefined: nothing is. */
  mark(flaw: Flaw | undefined): void;
  /** Shows it, with the cursor there. */
  goTo(flaw: Flaw): void;
}

const BLINK_MS = 1200;

/** An editor in `parent`, without any file. `onEdit` is called after each change of a text. */
export function createEditor(parent: HTMLElement, onEdit: () => void): Editor {
  const root = parent.attachShadow({ mode: 'open' });
  const stateOf = (file: FileKind, doc: string): EditorState =>
    EditorState.create({
      doc,
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
        EditorView.contentAttributes.of({ 'aria-label': `Your ${file}`, spellcheck: 'false', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onEdit();
        }),
      ],
    });
  const view = new EditorView({ parent: root, root, state: stateOf('protocol', '') });
  let shown: FileKind = 'protocol';
  /** Those of files that are not seen. */
  const hidden = new Map<FileKind, EditorState>();

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
  const show = (file: FileKind): void => {
    const state = hidden.get(file);
    if (file === shown || !state) return;
    hidden.set(shown, view.state);
    hidden.delete(file);
    shown = file;
    view.setState(state);
  };
  return {
    texts() {
      const states = [[shown, view.state], ...hidden] as const;
      return Object.fromEntries(states.map(([file, { doc }]) => [file, doc.toString()]));
    },
    put(file, text) {
      if (text === undefined) {
        if (file === shown) show('protocol');
        hidden.delete(file);
      } else if (file !== shown) {
        hidden.set(file, stateOf(file, text));
        onEdit();
      } else if (text !== view.state.doc.toString()) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      }
    },
    get shown() {
      return shown;
    },
    show,
    mark(flaw) {
      view.dispatch(setDiagnostics(view.state, flaw?.file === shown ? [diagnosticOf(flaw)] : []));
    },
    goTo(flaw) {
      show(flaw.file);
      view.dispatch({ selection: { anchor: offsetOf(flaw) }, scrollIntoView: true });
      view.focus();
    },
  };
}

const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--faint)' },
  { tag: [tags.keyword, tags.modifier], color: 'var(--c3)' },
  { tag: [tags.number, tags.bool, tags.string], color: 'var(--c1)' },
  { tag: [tags.typeName, tags.className], color: 'var(--c2)' },
  { tag: [tags.definition(tags.variableName), tags.function(tags.variableName)], color: 'var(--c0)' },
]);

const ACTIVE = { background: 'color-mix(in srgb, var(--owned) 40%, transparent)' };

const THEME = EditorView.theme({
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
