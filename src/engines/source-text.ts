// What the text of a portable file says without being parsed.

/** `source` with its comments taken out. Line breaks stay, so that the lines keep their numbers. */
export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/./g, ''));
}

/** The specifiers that `source` imports or exports from, in order. */
export function specifiersIn(source: string): string[] {
  return [...withoutComments(source).matchAll(/\bfrom\s+(['"])(.*?)\1/g)].map(([, , specifier = '']) => specifier);
}
