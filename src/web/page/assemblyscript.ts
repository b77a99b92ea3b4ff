// AssemblyScript on the page: its front end without Binaryen, which the build packs into a file of its own. Only a worker may
// make a program of text.

import { unpacked } from '../../host/browser/assets.js';
import { FRONT_END } from '../assemblyscript/packed.js';

const text = await (await unpacked(FRONT_END)).text();
const frontEnd = new Function(`${text};return frontEnd`)() as typeof import('assemblyscript');

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
} = frontEnd as unknown as Record<string, unknown>;
