// Which assertion a kernel means by a number, from the files that it was made of.

import { basename } from 'node:path';
import { host } from '#host';
import type { Assertion } from '../violations/stories.js';
import { assertionsIn } from './assertions-in.js';
import { portableFiles } from './digest.js';
import { NO_USER_ROLES } from './sources.js';
import type { KernelSources } from './store.js';

/**
 * Tells the assertion with a number in a kernel of these sources. Where several files use the number, it tells all of them.
 * The sources are read once, when something is asked.
 */
export function assertionsOf(sources: KernelSources): (number: number) => Assertion {
  let stated: readonly Assertion[] | undefined;
  return (number) => {
    stated ??= statedIn(sources);
    const found = stated.filter((one) => one.number === number);
    const all = (of: (one: Assertion) => string): string => found.map(of).join(' or ');
    return { number, source: all(({ source }) => source), condition: all(({ condition }) => condition) };
  };
}

function statedIn({ protocolFile, userRoles }: KernelSources): Assertion[] {
  return portableFiles([protocolFile, userRoles?.file ?? NO_USER_ROLES]).flatMap((file) =>
    assertionsIn(host.readText(file)).map(({ number, line, condition }) => ({
      ...{ number, source: `${basename(file)}:${line}`, condition },
    })),
  );
}
