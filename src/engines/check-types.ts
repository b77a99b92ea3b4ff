// AssemblyScript checks the types of portable files for engines whose compilers do not. Its front end does that: nothing is
// written.

import { moduleName, readBound } from './bound-sources.js';
import { refusal } from './compile-error.js';
import { compiled, type FrontEnd, portableOptions } from './front-end.js';
import type { Bindings } from './sources.js';

/** Exports what is to be checked. */
const ENTRY = 'types.ts';

/**
 * Has AssemblyScript check the types of everything that the exports `names` of `file` lead to. @throws KernelCompileError
 */
export async function checkTypes(file: string, names: readonly string[], bindings: Bindings): Promise<void> {
  // Loaded on demand: a cached kernel does not need it.
  const frontEnd = (await import('assemblyscript')) as unknown as FrontEnd;
  const from = moduleName(file).replace(/\.ts$/, '');
  const entry = `export { ${names.join(', ')} } from ${JSON.stringify(`./${from}`)};`;
  const vocabulary = moduleName(bindings['#atomics']);
  const read = (name: string): string | null => {
    if (name === ENTRY) return entry;
    const text = readBound(name, bindings);
    return name === vocabulary && text !== null ? withoutBodies(text) : text;
  };
  const errors = typeErrors(frontEnd, ENTRY, read);
  if (errors.length > 0) throw refusal(errors);
}

/** What is wrong with the types of what the exports of `entry` lead to: see compiled(). */
export function typeErrors(
  frontEnd: FrontEnd,
  entry: string,
  read: (name: string) => string | null,
): readonly string[] {
  const outcome = compiled(frontEnd, portableOptions(frontEnd), entry, read);
  return 'errors' in outcome ? outcome.errors : [];
}

/** The vocabulary as declarations: what it is made of is in the library. */
function withoutBodies(text: string): string {
  return text
    .replace(/^@inline\n|^import .*\n/gm, '')
    .replace(/^export function ([^{]*?) \{[\s\S]*?^\}/gm, 'export declare function $1;');
}
