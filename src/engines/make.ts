// Kernels of every kind, made of the portable sources: read by the front end, and printed.

import { led, type NumberedKernel, numberedKernel, printC } from '#c-printer';
import { type Constants, type KernelSources, kernelModule } from '../front-end/front-end.js';
import { isMeasured, type Variant } from '../front-end/sources.js';
import { ATOMICS, REPLAY } from '../printers/js/intrinsics.js';
import { printJs } from '../printers/js/print-module.js';
import type { ModelCode } from '../printers/model/instructions.js';
import { printModel } from '../printers/model/print-module.js';
import { printWasm, printWasmText } from '../printers/wasm/print-module.js';
import type { Assertion } from '../violations/stories.js';
import { statedIn } from './assertions.js';
import { digestOf } from './packaged-models.js';

/** Exports of a kernel that is measured in C. What else is in it changes what compilers inline. */
export const MEASURED_CALLS = ['setup', 'populate', 'ready', 'measure'];

/** `wat` is the text form of `wasm`, `numbered` a kernel in C beside others in one file. */
type Output =
  | { readonly kind: 'wasm' | 'wat' | 'js' | 'c'; readonly variant: Variant }
  | { readonly kind: 'numbered'; readonly variant: Variant; readonly prefix: string; readonly calls: readonly string[] }
  | { readonly kind: 'model' | 'replay'; readonly constants: Constants };

export interface MakeTask {
  readonly sources: KernelSources;
  readonly output: Output;
}

/** The contents of a file, a part of one, or what the checker explores. */
export type Made = Uint8Array<ArrayBuffer> | string | ProgramKernel | ModelCode;

/** A kernel of a program, with the assertions that it means by their numbers. */
export interface ProgramKernel extends NumberedKernel {
  readonly assertions: readonly Assertion[];
}

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
      return printC(output.variant === 'counting' ? led(module, MEASURED_CALLS) : module, { measured });
    case 'numbered':
      return { ...numberedKernel(module, output.prefix, output.calls), assertions: statedIn(module) };
    case 'model':
      return { program: printModel(module), digest: digestOf(module.files) };
  }
}
