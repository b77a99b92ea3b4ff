// Kernels as the C compiler optimises them for users: the other tests have them built quickly (vitest.config.ts).

/** Returns what `make` does, which compiles, with the compiler told nothing of -O0. */
export async function optimised<T>(make: () => Promise<T>): Promise<T> {
  const { CC } = process.env;
  if (CC !== undefined) process.env.CC = CC.replace(/ -O0$/, '');
  try {
    return await make();
  } finally {
    if (CC !== undefined) process.env.CC = CC;
  }
}
