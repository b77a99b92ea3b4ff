// The portable sources that the page's witnesses walk through, with an anchor for each line.

import { html, type Markup } from './markup.js';
import type { SourceTexts } from './source-text.js';

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
