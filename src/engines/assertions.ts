// Lookup of the assertion that a kernel means by a number, from the sources that it was made of.

import { type KernelSources, kernelModule } from '../front-end/front-end.js';
import { sourceLines } from '../front-end/places.js';
import type { PortableModule } from '../front-end/portable-module.js';
import type { Assertion } from '../violations/stories.js';

/**
 * Tells the assertion with a number in a kernel of these sources. Where several files use the number, it tells all of them.
 * The sources are read once, when something is asked.
 */
export function assertionsOf(sources: KernelSources): (number: number) => Assertion {
  let stated: readonly Assertion[] | undefined;
  return (number) => {
    stated ??= statedIn(kernelModule(sources, 'detecting'));
    const found = stated.filter((one) => one.number === number);
    const all = (of: (one: Assertion) => string): string => found.map(of).join(' or ');
    return { number, source: all(({ source }) => source), condition: all(({ condition }) => condition) };
  };
}

export function statedIn({ assertions, files }: PortableModule): Assertion[] {
  const lineAt = sourceLines(files);
  return assertions.map(({ number, condition, at }) => {
    const { file, line } = lineAt(at);
    return { number, condition, source: `${file}:${line}` };
  });
}
