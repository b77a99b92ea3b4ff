// AssemblyScript on the page: its front end without Binaryen, which the build packs into a file of its own. Only a worker may
// make a program of text.

import { unpacked } from '../../host/browser/assets.js';
import { FRONT_END } from '../assemblyscript/packed.js';

const text = await (await unpacked(FRONT_END)).text();
const AsyncFunction = (async () => {}).constructor as new (body: string) => () => Promise<Record<string, unknown>>;
const frontEnd = await new AsyncFunction(text)();

/** What vet/syntax.ts, check-types.ts and integer-literals.ts use. */
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
