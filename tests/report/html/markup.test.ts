import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escaped, html, trusted } from '../../../src/report/markup.js';

describe('markup', () => {
  test('escapes values in text and in attributes', () => {
    expect(html`<a title="${'"><script>'}">${"<b> & 'c'"}</a>`.text).toBe(
      '<a title="&quot;&gt;&lt;script&gt;">&lt;b&gt; &amp; &#39;c&#39;</a>',
    );
  });

  test('keeps markup, joins lists, and leaves nothing for what is not there', () => {
    const parts = [html`<i>${1}</i>`, trusted('<hr>'), null, undefined, false as const, ['a', ['<']]];
    expect(html`${parts}`.text).toBe('<i>1</i><hr>a&lt;');
  });

  test('lets no text out of where it was put', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"'\0]/);
      }),
    );
  });
});
