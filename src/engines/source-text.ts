// What the text of a portable file says without being parsed.

/** `source` with its comments taken out. Line breaks stay, so that the lines keep their numbers. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/./g, ''));
}

/** `from` and a specifier as a literal, in whichever quotes. */
const FROM = /\bfrom\s+("(?:[^"\\\n]|\\.)+"|'(?:[^'\\\n]|\\.)+')/g;

/** The specifiers that `source` imports or exports from, in order. */
export function specifiersIn(source: string): string[] {
  return [...withoutComments(source).matchAll(FROM)].map(([, literal = '']) => textOf(literal));
}

/** `source` with each specifier replaced by what `replacement` gives for it, if anything. */
export function withSpecifiers(source: string, replacement: (specifier: string) => string | undefined): string {
  return source.replace(FROM, (whole, literal: string) => {
    const replaced = replacement(textOf(literal));
    return replaced === undefined ? whole : `from ${JSON.stringify(replaced)}`;
  });
}

function textOf(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, '$1');
}
