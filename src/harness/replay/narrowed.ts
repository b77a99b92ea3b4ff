// A kernel with the width of the count word, and the limit of failed gets, that a witness was found with.

import type { CheckConfig } from '../../results/check-result.js';

/** @param kernel JavaScript text. @throws Error when it declares neither: a defect. */
export function narrowed(kernel: string, { width, resetAfter }: Pick<CheckConfig, 'width' | 'resetAfter'>): string {
  let text = kernel;
  const set = (name: string, value: number): void => {
    const declaration = new RegExp(`\\b(var|let|const) ${name} = [^;]+;`);
    if (!declaration.test(text)) throw new Error(`the kernel declares no ${name}`);
    text = text.replace(declaration, `$1 ${name} = ${value};`);
  };
  if (width !== 32) set('WIDTH', width);
  if (resetAfter !== null) set('RESET_AFTER', resetAfter);
  return text;
}
