// The files of the package that the page reads: its portable sources.

import { join } from 'node:path';
import { host } from '#host';
import { PORTABLE_FOLDERS, SOURCE_ROOT } from '../front-end/sources.js';
import { PACKED_FILES } from '../host/browser/files.js';

/** The name and contents of a file of the site. */
export function packedFiles(): readonly [name: string, contents: string] {
  const portable = [...PORTABLE_FOLDERS, 'protocols'].flatMap((folder) =>
    host.list(join(SOURCE_ROOT, folder)).map((name) => `src/${folder}/${name}`),
  );
  const files = ['package.json', ...portable].map((path) => [path, host.readText(join(host.packageRoot, path))]);
  return [PACKED_FILES, JSON.stringify(Object.fromEntries(files))];
}
