// A piscina task: compiles one user's file.

import { KernelCompileError } from '../engines/compile-error.js';
import { type MakeTask, make } from '../engines/make.js';

/** Errors lose their class between threads. */
export type Made = { readonly contents: Uint8Array | string } | { readonly refused: string };

export default async function makeInWorker(task: MakeTask): Promise<Made> {
  try {
    return { contents: await make(task) };
  } catch (error) {
    if (error instanceof KernelCompileError) return { refused: error.message };
    throw error;
  }
}
