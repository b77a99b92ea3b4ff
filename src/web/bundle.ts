// Scripts for browsers, from the sources.

import { join } from 'node:path';
import { tokTypes } from 'acorn';
import { type BuildResult, build } from 'esbuild';
import { host } from '#host';
import { TypeScriptParser } from '../front-end/parser.js';
import { PAGE_SCRIPT, PAGE_SCRIPT_SOURCE } from '../report/html/page.js';

/**
 * Matches the names by which parts of the parser call each other: long, many, and a fifth of it. Those of one small word are
 * left out, since other objects have such names, too: `next`.
 */
function parserNames(): RegExp {
  const names = new Set(Object.keys(tokTypes));
  let part: object = TypeScriptParser.tokenizer('', { ecmaVersion: 'latest' });
  for (; part !== Object.prototype; part = Object.getPrototypeOf(part)) {
    for (const name of Object.getOwnPropertyNames(part)) names.add(name);
  }
  return new RegExp(`^(?:${[...names].filter((name) => /^\w*[A-Z_]\w*$/.test(name)).join('|')})$`);
}

/** The files that `entryPoints` become in `folder`: modules, minified, with what they have in common in files of its own. */
export function bundle(entryPoints: readonly string[], folder: string): Promise<BuildResult<{ metafile: true }>> {
  return build({
    entryPoints: [...entryPoints],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['browser'],
    // Paths there are those of POSIX.
    alias: { 'node:path': 'pathe' },
    charset: 'utf8',
    mangleProps: parserNames(),
    mangleQuoted: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
}

/** The script of a report as JavaScript, still to be read there; types and comments are left out. */
export function bundleReportScript(): Promise<BuildResult> {
  return build({
    entryPoints: [PAGE_SCRIPT_SOURCE],
    absWorkingDir: join(host.packageRoot, 'src'),
    outfile: PAGE_SCRIPT,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    banner: { js: `// src/${PAGE_SCRIPT_SOURCE} of reftorture, where its comments are` },
  });
}
