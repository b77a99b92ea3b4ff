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

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for quoted attributes. Control characters, which HTML cannot hold, become replacement characters. */
export function escaped(text: string): string {
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\ufffd')
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] as string);
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
