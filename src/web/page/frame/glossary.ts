// Words that a reader may not know, explained where they stand: on hover and on focus.

import { html, type Markup } from '../../../report/markup.js';

const WORDS = {
  page: 'A piece of memory, mostly of 4 KiB. The kernel counts who uses it, and frees it when nobody does.',
  'stolen free': 'A free that somebody completed who no longer owns the page: it is in use by somebody else meanwhile.',
  destructor: 'The code that cleans up after the use of a page. The wrong one corrupts the memory of its new user.',
  interleaving: 'An order in which the steps of the threads may happen.',
  witness: 'The steps that show a violation, in their order: as few of them as there can be.',
} as const;

/** Returns `word` with its explanation. */
export function term(word: keyof typeof WORDS): Markup {
  return html`<span class="term" tabindex="0">${word}<span class="meaning" role="tooltip"><b>${word}</b>: ${WORDS[word]}</span></span>`;
}
