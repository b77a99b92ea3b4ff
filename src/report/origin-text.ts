// When a result was made and by which command line, in words. Results of releases before 0.2.0 do not say.

import type { ResultFile } from '../results/result-bytes.js';

/** `2026-01-31 12:00`, in UTC; empty where the file does not say. */
export function dateText({ madeAt }: Pick<ResultFile, 'madeAt'>): string {
  return madeAt === null ? '' : madeAt.slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ');
}

/** `made 2026-01-31 12:00 UTC by: reftorture race`; empty where the file does not say. */
export function originText(file: Pick<ResultFile, 'madeAt' | 'commandLine'>): string {
  if (file.madeAt === null) return '';
  const by = file.commandLine === null ? 'through the library' : `by: ${typedText(file.commandLine)}`;
  return `made ${dateText(file)} UTC ${by}`;
}

/** `words` as a shell takes them. */
export function typedText(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
