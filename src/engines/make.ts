// What a protocol's sources are made into for an engine, from vetting to linking.

import type { UserRoles } from '../scenarios/scenario.js';
import { bindingsFor } from './bindings.js';
import { compileWasm } from './compile-wasm.js';
import { linkJs } from './link/js.js';
import { linkModel } from './link/model.js';
import { linkReplay } from './link/replay.js';
import { linkNative } from './native/link-native.js';
import { rolesModule } from './roles-module.js';
import type { Engine, Variant } from './sources.js';
import { vetProtocol } from './vet/vet.js';

export type Output = { readonly engine: Engine; readonly variant: Variant } | 'model' | 'replay' | 'c';

export interface MakeTask {
  readonly protocolFile: string;
  readonly userRoles?: UserRoles | undefined;
  readonly output: Output;
  /** Where files go that a compiler has to read. */
  readonly folder: string;
}

/** The contents of the file of `output`; of the native engine the C that is compiled to it. @throws KernelCompileError */
export async function make({ protocolFile, userRoles, output, folder }: MakeTask): Promise<Uint8Array | string> {
  const toWasm = typeof output === 'object' && output.engine === 'wasm';
  await vetProtocol(protocolFile, toWasm);
  const rolesFile = await rolesModule(userRoles, protocolFile, folder, toWasm);
  if (output === 'model') return linkModel(protocolFile, rolesFile);
  if (output === 'replay') return linkReplay(protocolFile, rolesFile);
  if (output === 'c') return linkNative(bindingsFor(protocolFile, 'native', 'detecting', rolesFile));
  const bindings = bindingsFor(protocolFile, output.engine, output.variant, rolesFile);
  if (toWasm) return compileWasm(bindings);
  return output.engine === 'js' ? linkJs(bindings) : linkNative(bindings);
}
