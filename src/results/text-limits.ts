// Limits of a text in a result. Apart from the schemas, whose package whoever reads no result need not load.

/**
 * Control characters drive terminals, and marks of writing direction hide what a line says. No result has either. The
 * ranges are those of the characters that a result may have.
 */
export const UNPRINTABLE = /[^\t\n\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\uffff]/;

/** Characters of a text at most. The limit keeps a hostile file from filling a page. */
export const LONGEST_TEXT = 10_000;

/** Returns `text` as a result may have it: with a `mark` for what it may not have, and cut off where it is too long. */
export function asResultText(text: string, mark = '?'): string {
  return text.replace(new RegExp(UNPRINTABLE, 'g'), mark).slice(0, LONGEST_TEXT);
}
