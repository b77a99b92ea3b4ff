// Names of charts. They become names of files and anchors, and parts of them come from result files, which may be hostile.

const MAX_LENGTH = 120;

/** `parts` joined by dashes. The name has only ASCII letters, digits, dashes and underscores. */
export function chartId(...parts: readonly string[]): string {
  return parts
    .join('-')
    .replace(/[^\w-]+/g, '-')
    .slice(0, MAX_LENGTH);
}
