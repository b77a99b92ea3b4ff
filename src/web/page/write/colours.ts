// A text of TypeScript in colours, line by line.

import { html, type Markup } from '../../../report/markup.js';

/** Groups are colours. */
const TOKENS =
  /(?<comment>\/\/.*|\/\*[\s\S]*?(?:\*\/|$))|(?<literal>'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?|\b\d\w*|\b(?:true|false)\b)|(?<keyword>\b(?:import|from|export|function|const|let|return|if|else|while|do|for|switch|case|default|break|continue|type|as)\b)|(?<type>\b(?:i32|boolean|void)\b)|(?<name>(?<![\w$])[A-Za-z_$][\w$]*(?=\())/g;

/** Longer texts have neither colours nor numbers: somebody types, and a short link can hold a long text. */
const MOST_CHARACTERS = 100_000;
const MOST_LINES = 5000;

/** Returns the lines of `text`; the word at `flaw` is marked. */
export function coloured(text: string, flaw?: { readonly line: number; readonly column: number }): Markup[] {
  const plain = text.split('\n');
  if (text.length > MOST_CHARACTERS || plain.length > MOST_LINES) return [html`${text}\n`];
  return linesOf(text).map((line, at) =>
    flaw?.line === at + 1
      ? html`<span class="line flawed">${marked(plain[at] ?? '', flaw.column - 1)}\n</span>`
      : html`<span class="line">${line}\n</span>`,
  );
}

function linesOf(text: string): Markup[][] {
  const lines: Markup[][] = [[]];
  const add = (piece: string, colour?: string): void => {
    for (const [at, part] of piece.split('\n').entries()) {
      if (at > 0) lines.push([]);
      lines.at(-1)?.push(colour === undefined ? html`${part}` : html`<span class="${colour}">${part}</span>`);
    }
  };
  let end = 0;
  for (const { 0: token, index, groups = {} } of text.matchAll(TOKENS)) {
    add(text.slice(end, index));
    add(
      token,
      Object.keys(groups).find((colour) => groups[colour] !== undefined),
    );
    end = index + token.length;
  }
  add(text.slice(end));
  return lines;
}

function marked(line: string, from: number): Markup {
  const [word = ''] = /^\w+|^.?/.exec(line.slice(from)) ?? [];
  return html`${line.slice(0, from)}<mark>${word}</mark>${line.slice(from + word.length)}`;
}
