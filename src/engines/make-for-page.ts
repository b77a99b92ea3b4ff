// `#make` in a browser: what needs no compiler of a megabyte or more. The package's own kernels are there already.

import { bindingsFor } from './bindings.js';
import { KernelCompileError } from './compile-error.js';
import { linkJs } from './link/js.js';
import { linkModel } from './link/model.js';
import { linkReplay } from './link/replay.js';
import type * as here from './make.js';
import { vetProtocol } from './vet/vet.js';

export const make: typeof here.make = async ({ protocolFile, output }) => {
  await vetProtocol(protocolFile, false);
  if (output === 'model') return linkModel(protocolFile);
  if (output === 'replay') return linkReplay(protocolFile);
  if (typeof output === 'object' && output.engine === 'js') {
    return linkJs(bindingsFor(protocolFile, output.engine, output.variant));
  }
  throw new KernelCompileError('a page compiles for the js engine alone: race a protocol of your own there');
};
