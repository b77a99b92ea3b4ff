// Portable. The point between step 1 and step 2 in a clean kernel: nothing at all, and no trace of it in the code.

export function window(): void {}
