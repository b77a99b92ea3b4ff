// Names of charts: they become names of files and anchors, and parts of them come from result files.

const LONGEST = 120;

/** `parts` with dashes between them, of nothing but letters, digits, dashes and underscores. */
export function chartId(...parts: readonly string[]): string {
  return parts
    .join('-')
    .replace(/[^\w-]+/g, '-')
    .slice(0, LONGEST);
}
