// AssemblyScript on the page: its front end without Binaryen, which the build packs into a file of its own. Only a worker may
// make a program of text.

import { unpacked } from '../../host/browser/assets.js';
import { FRONT_END } from '../assemblyscript/packed.js';

const text = await (await unpacked(FRONT_END)).text();
const AsyncFunction = (async () => {}).constructor as new (
  ...text: string[]
) => (fetch: typeof inText) => Promise<unknown>;
const frontEnd = (await new AsyncFunction('fetch', text)(inText)) as Record<string, unknown>;

/** Fetches what an address itself holds: it has a module of WebAssembly in one. The page may fetch from its host alone. */
function inText(address: string): Response {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (one) => one.charCodeAt(0));
  return new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } });
}

/** What vet/syntax.ts, front-end.ts and integer-literals.ts use. */
export const {
  FEATURE_THREADS,
  NodeKind,
  LiteralKind,
  AssertionKind,
  Node,
  newOptions,
  setNoAssert,
  setFeature,
  newProgram,
  parse,
  nextFile,
  initializeProgram,
  compile,
  nextDiagnostic,
  isError,
} = frontEnd;
