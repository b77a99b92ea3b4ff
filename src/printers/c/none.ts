// `#c-printer` in a browser, which can run no C.

import type * as here from './print-kernels.js';

function refuse(): never {
  throw new Error('a browser prints no C');
}

export type { NumberedKernel } from './print-kernels.js';

export const led: typeof here.led = refuse;
export const numberedKernel: typeof here.numberedKernel = refuse;
export const printC: typeof here.printC = refuse;
