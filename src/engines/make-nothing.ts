// `#make` in a browser, where the package's own kernels are there and nothing else is compiled.

import { KernelCompileError } from './compile-error.js';
import type * as here from './make.js';

export const make: typeof here.make = async ({ name }) => {
  throw new KernelCompileError(`${name} is not among the kernels that this page was built with`);
};
