// Kernels as text. The C is what the native engine compiles, the JavaScript what the js engine runs, and the WebAssembly
// text says what the wasm engine's module holds.

import { type KernelSources, kernelBytes, kernelInC, type Maker } from './store.js';

/** `wat` is the text form of WebAssembly. */
export const EMITTED_FORMS = ['c', 'wat', 'js'] as const;
export type EmittedForm = (typeof EMITTED_FORMS)[number];

/** The kernel of a race in `form`. @throws what `maker` throws */
export async function emittedText(sources: KernelSources, form: EmittedForm, maker: Maker): Promise<string> {
  if (form === 'c') return kernelInC(sources, maker);
  if (form === 'js') return new TextDecoder().decode(await kernelBytes(sources, 'js', 'detecting', maker));
  return wasmText(await kernelBytes(sources, 'wasm', 'detecting', maker));
}

/** The text form of a module. */
export async function wasmText(bytes: Uint8Array): Promise<string> {
  const { default: binaryen } = await import('assemblyscript/binaryen'); // large
  const module = binaryen.readBinary(bytes);
  const text = module.emitStackIR();
  module.dispose();
  return text;
}
