// Place of step 1 of a put in the sources of a protocol: the last read-modify-write before a window.

import { exportsOf } from '../../front-end/front-end.js';
import { sourceLines } from '../../front-end/places.js';
import type { Callable, PortableFunction, SourceFile } from '../../front-end/portable-module.js';
import { callsIn } from '../../front-end/walk.js';
import type { ResolvedProtocol } from '../../requests/resolve-protocol.js';

/** Returns the place of step 1, or else that of put, in a user's files: by their absolute path. */
export function step1Of({ entry, file }: ResolvedProtocol): { file: string; line: number } | undefined {
  const put = entry ? undefined : exportsOf(file).get('put');
  if (put?.kind !== 'function' || !put.file.own) return undefined;
  const calls = callsFrom(put);
  const window = calls.findIndex(({ callee }) => callee.name === 'window' && !isOwn(callee));
  const step1 = calls
    .slice(0, Math.max(0, window))
    .findLast(
      ({ callee }) => callee.kind === 'intrinsic' && /^(?:fetch\w+|exchange|compareExchange)$/.test(callee.name),
    );
  const { file: source, at } = step1 ?? put;
  return { file: source.path, line: sourceLines([source])(at).line };
}

interface PlacedCall {
  readonly callee: Callable;
  readonly file: SourceFile;
  readonly at: number;
}

/** Returns the calls of a user's function, and of those that it calls, each read once, in the order of the text. */
function callsFrom(caller: PortableFunction, read = new Set<Callable>()): PlacedCall[] {
  const { body, file } = caller;
  if (read.has(caller)) return [];
  read.add(caller);
  const calls = callsIn(body).sort((a, b) => a.at - b.at);
  return calls.flatMap(({ callee, at }) => [{ callee, file, at }, ...(isOwn(callee) ? callsFrom(callee, read) : [])]);
}

function isOwn(callee: Callable): callee is PortableFunction {
  return callee.kind === 'function' && callee.file.own;
}
