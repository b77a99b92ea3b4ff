// The portable sources that a witness walks through, as far as they are those of this installation, and their listings with
// an anchor for each line. A path in a result file is never followed: it could name any file of the reader's machine.

import { basename, join } from 'node:path';
import { host } from '#host';
import { SOURCE_ROOT } from '../../front-end/sources.js';
import type { ResolvedCheck } from '../../requests/check-request.js';
import type { WitnessStep } from '../../results/check-result.js';
import { html, type Markup } from '../markup.js';

const FOLDERS = ['protocols', 'pages', 'actors'];

export class SourceTexts {
  readonly #files = new Map<string, readonly string[]>();
  /** Lines that some step of the page points to, by file. */
  readonly shown = new Map<string, Set<number>>();

  /** `own`: texts by name, beside those of this installation. */
  constructor(own: Readonly<Record<string, string>> = {}) {
    for (const [name, text] of Object.entries(own)) this.#files.set(name, linesOf(text));
    for (const folder of FOLDERS) {
      for (const name of host.list(join(SOURCE_ROOT, folder)).filter((file) => file.endsWith('.ts'))) {
        this.#files.set(name, linesOf(host.readText(join(SOURCE_ROOT, folder, name))));
      }
    }
  }

  lines(file: string): readonly string[] {
    return this.#files.get(file) ?? [];
  }

  /**
   * The place of `step`, and a note that the page shows its file; undefined where this installation has another line in
   * that place, or no such file: a protocol of the user's own, or of another version.
   */
  cite(step: WitnessStep): { readonly file: string; readonly line: number } | undefined {
    const [, file = '', number = '0'] = /^([\w.-]+):(\d+)$/.exec(step.source) ?? [];
    const line = Number(number);
    if (this.lines(file)[line - 1]?.trim() !== step.code) return undefined;
    this.shown.set(file, (this.shown.get(file) ?? new Set()).add(line));
    return { file, line };
  }
}

function linesOf(text: string): string[] {
  return text.trimEnd().split('\n');
}

/** Reads what the players have cited, so it comes after them. */
export function sourceSection(sources: SourceTexts): Markup | undefined {
  const files = [...sources.shown].sort(([a], [b]) => a.localeCompare(b));
  if (files.length === 0) return undefined;
  return html`<section id="sources"><h2>The sources that ran</h2>
<p class="lead">These very lines run on real threads in a race and under the checker in a check. Lines with a marked number are steps of a witness.</p>
${files.map(
  ([file, cited]) =>
    html`<details><summary><code>${file}</code></summary><ol class="listing" tabindex="0" aria-label="${file}">${sources
      .lines(file)
      .map(
        (text, index) =>
          html`<li id="source-${file}-${index + 1}" data-text="${text}" class="${cited.has(index + 1) ? 'cited' : ''}">${text}</li>`,
      )}</ol></details>`,
)}</section>`;
}

export function sourcesFor({ protocol }: ResolvedCheck): SourceTexts {
  if (protocol.entry) return new SourceTexts();
  return new SourceTexts({ [basename(protocol.file)]: host.readText(protocol.file) });
}
