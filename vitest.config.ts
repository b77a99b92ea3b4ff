import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // As package.json's `imports`, but to the sources, as everything that a test imports.
    alias: {
      '#memory': source('runtime/atomics.ts'),
      '#journal': source('runtime/journal.ts'),
      '#window': source('runtime/window.ts'),
      '#scenario': source('actors/no-user-roles.ts'),
      '#protocol': source('protocols/v4.ts'),
    },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/global-setup.ts',
    // The first use of AssemblyScript in a test file loads the compiler, which takes seconds on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One process for each CPU; vitest would leave one CPU idle.
    maxWorkers: '100%',
    // A process runs one test file after another, so that it loads the compilers and the sources once.
    isolate: false,
    // Explorations under release/acquire make many objects that die soon: with room for them they take a fifth less time.
    execArgv: ['--max-semi-space-size=64'],
    // Reports are compared as text; some environments (CI, for one) would have them coloured.
    // Wide enough that no table is split; tests/report/table.test.ts is about narrower outputs.
    env: { NO_COLOR: '1', COLUMNS: '240' },
  },
});
