// The files of the package that the page reads: its portable sources, and packaged models.

import { join } from 'node:path';
import { host } from '#host';
import { PACKAGED_MODELS } from '../engines/packaged-models.js';
import { PORTABLE_FOLDERS, SOURCE_ROOT } from '../front-end/sources.js';
import { MODEL_FILE, PACKED_FILES } from '../host/browser/files.js';
import { packageVersion } from '../machine/environment.js';
import { protocols } from '../protocols/index.js';

/** The names and contents of the files of the site that are compressed. */
export function packedFiles(): readonly (readonly [name: string, contents: string])[] {
  const portable = PORTABLE_FOLDERS.flatMap((folder) =>
    host.list(join(SOURCE_ROOT, folder)).flatMap((name) => (name.endsWith('.ts') ? `src/${folder}/${name}` : [])),
  );
  const paths = [...portable, ...protocols.map(({ file }) => `src/protocols/${file}`)];
  const files = paths.map((path) => [path, host.readText(join(host.packageRoot, path))]);
  const manifest = ['package.json', JSON.stringify({ version: packageVersion() })];
  return [
    [PACKED_FILES, JSON.stringify(Object.fromEntries([manifest, ...files]))],
    [MODEL_FILE, host.readText(PACKAGED_MODELS)],
  ];
}
