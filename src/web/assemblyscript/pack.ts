// Makes AssemblyScript's front end for the page.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { host } from '#host';
import { FRONT_END } from './packed.js';

const WITHOUT_BINARYEN = fileURLToPath(new URL('no-binaryen.js', import.meta.url));

/** A script that defines `frontEnd`. */
export async function frontEndScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'assemblyscript';", resolveDir: host.packageRoot },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    globalName: 'frontEnd',
    target: 'es2022',
    platform: 'browser',
    alias: { binaryen: WITHOUT_BINARYEN },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** The file of the site. */
export async function packedFrontEnd(): Promise<readonly [name: string, contents: Uint8Array]> {
  return [FRONT_END, new TextEncoder().encode(await frontEndScript())];
}
