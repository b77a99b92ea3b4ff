import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { V8_FLAGS } from './tests/v8-flags.js';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/**
 * Imports of src/ in tests come from dist/, as users do; the set-up makes sure that it was built from src/. There it is
 * loaded as it is: rewritten by a test runner, explorations take twice the time. What only browsers load is in no
 * dist/.
 */
const built: Plugin = {
  name: 'built',
  enforce: 'pre',
  resolveId(specifier, importer) {
    if (!importer || !/^\..*\.js$/.test(specifier)) return undefined;
    const path = relative(ROOT, resolve(dirname(importer), specifier));
    if (!path.startsWith('src/')) return undefined;
    if (/^src\/(?:web\/page|host\/browser)\//.test(path)) return join(ROOT, path.replace(/\.js$/, '.ts'));
    return { id: join(ROOT, path.replace(/^src/, 'dist')), external: true };
  },
};

/** Tests that open pages in a browser. */
const OPEN_PAGES = ['tests/web/browser/*.test.ts', 'tests/report/html/player.test.ts'];
/** Those of them that take the longest. */
const LONG = 'tests/web/browser/{accessible,check,drafts,faults,hardened,race,results,write}.test.ts';

/** Of all tests. */
const test = {
  server: { deps: { external: [/\/dist\//] } },
  // These tell a test that hangs from a machine that is busy: at ten times its load the longest test takes half of it.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // A process runs one test file after another, so that it loads the compilers and the sources once.
  isolate: false,
  // Explorations under release/acquire make many objects that die soon: with room for them they take a fifth less time.
  execArgv: ['--max-semi-space-size=64', ...V8_FLAGS],
  // Reports are compared as text; some environments (CI, for one) would have them coloured.
  // Wide enough that no table is split; tests/report/table.test.ts is about narrower outputs.
  // Libraries of kernels are kept where `npm ci` starts anew: a C compiler takes its time, and test files share them.
  // It takes five times as long to optimise them, which REFTORTURE_SLOW=1 and tests/engines ask for.
  env: {
    ...(process.env.REFTORTURE_SLOW || process.env.CC ? {} : { CC: 'cc -O0' }),
    NO_COLOR: '1',
    COLUMNS: '240',
    XDG_CACHE_HOME: join(ROOT, 'node_modules/.cache'),
  },
  // Every random test draws the same in every run.
  setupFiles: ['tests/seed.ts'],
};

export default defineConfig({
  test: {
    // Once for all projects, which inherit nothing from here.
    globalSetup: 'tests/global-setup.ts',
    // One process more than there are CPUs: tests wait for browsers, children and deadlines. Each holds up to a gigabyte.
    maxWorkers: availableParallelism() + 1,
    // All but the longest, and these, with the pages in Chromium; then what opens pages once more, in Firefox.
    projects: [
      {
        plugins: [built],
        test: {
          ...test,
          name: 'most',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, LONG],
          provide: { browser: 'Chromium' },
        },
      },
      { plugins: [built], test: { ...test, name: 'page', include: [LONG], provide: { browser: 'Chromium' } } },
      { plugins: [built], test: { ...test, name: 'firefox', include: OPEN_PAGES, provide: { browser: 'Firefox' } } },
    ],
  },
});
