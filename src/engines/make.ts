// Kernels of every kind, made of the portable sources: read by the front end, and printed.

import { type Constants, type KernelSources, kernelModule } from '../front-end/front-end.js';
import { isMeasured, type Variant } from '../front-end/sources.js';
import { printC } from '../printers/c/print-module.js';
import { ATOMICS } from '../printers/js/atomics.js';
import { printJs } from '../printers/js/print-module.js';
import { REPLAY } from '../printers/js/replay.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { printModel } from '../printers/model/print-module.js';
import { printWasm, printWasmText } from '../printers/wasm/print-module.js';
import { digestOf } from './packaged-models.js';

/** `wat` is the text form of `wasm`. */
type Output =
  | { readonly kind: 'wasm' | 'wat' | 'js' | 'c'; readonly variant: Variant }
  | { readonly kind: 'model' | 'replay'; readonly constants: Constants };

export interface MakeTask {
  readonly sources: KernelSources;
  readonly output: Output;
}

/** The contents of a file, or what the checker explores. */
export type Made = Uint8Array<ArrayBuffer> | string | ModelCode;

/** @throws KernelCompileError */
export function make({ sources, output }: MakeTask): Made {
  const measured = 'variant' in output && isMeasured(output.variant);
  const purpose = 'variant' in output ? output.variant : output.kind;
  const module = kernelModule(sources, purpose, 'constants' in output ? output.constants : {});
  switch (output.kind) {
    case 'wasm':
      return printWasm(module, { measured });
    case 'wat':
      return printWasmText(module, { measured });
    case 'js':
      return printJs(module, ATOMICS);
    case 'replay':
      return printJs(module, REPLAY);
    case 'c':
      return printC(module, { measured });
    case 'model':
      return { program: printModel(module), digest: digestOf(module.files) };
  }
}
