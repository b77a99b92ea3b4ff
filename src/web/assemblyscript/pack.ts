// Makes AssemblyScript's front end for the page.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { host } from '#host';
import { FRONT_END } from './packed.js';

const WITHOUT_BINARYEN = fileURLToPath(new URL('no-binaryen.js', import.meta.url));

/** The body of an async function that returns what the module exports: a page may make functions of text, but no modules. */
export async function frontEndScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'assemblyscript';", resolveDir: host.packageRoot },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    alias: { binaryen: WITHOUT_BINARYEN },
    legalComments: 'none',
    logLevel: 'warning',
  });
  const module = outputFiles[0]?.text ?? '';
  return module.replace(/\bexport\s*\{([^{}]*)\};?\s*$/, (_, exported: string) => {
    const properties = exported.split(',').map((one) => one.trim().split(' as '));
    return `return{${properties.map(([local, name = local]) => `${name}:${local}`).join(',')}};`;
  });
}

/** The file of the site. */
export async function packedFrontEnd(): Promise<readonly [name: string, contents: Uint8Array]> {
  return [FRONT_END, new TextEncoder().encode(await frontEndScript())];
}
