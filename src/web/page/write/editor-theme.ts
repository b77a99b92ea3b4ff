// The editor in the colours of the page, which its variables name. CodeMirror has its rules in style sheets of its own: the
// page's policy takes them where the editor is in a shadow tree, since they are no markup there.

import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

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
  '.cm-tooltip': { border: '1px solid var(--line)', background: 'var(--paper)', color: 'var(--ink)' },
});
