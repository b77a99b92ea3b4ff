// HTML by template: every value is escaped unless it is markup already. Result files come from anywhere, so there is no
// other way to put a value into the page.

/** Markup that is safe to put into a page as it is. Only html() and trusted() make it. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

/** Everything but the control characters that HTML cannot hold. */
const UNHOLDABLE = /[^\t\n\r\x20-\x7e\x80-\uffff]/g;

/** For text and for quoted attributes. Control characters, which HTML cannot hold, become replacement characters. */
export function escaped(text: string): string {
  return text
    .replace(UNHOLDABLE, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A template whose values are escaped; lists are joined, and null, undefined and false leave nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(
    strings.map((part, index) => part + (index < values.length ? rendered(values[index]) : '')).join(''),
  );
}

/** For markup that this program made by other means: charts, its own stylesheet and script. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function rendered(value: Piece): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return value.map(rendered).join('');
}
