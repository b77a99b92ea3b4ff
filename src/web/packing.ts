// The files of the package that the page reads: its portable sources, and packaged models.

import { join } from 'node:path';
import { host } from '#host';
import { PACKAGED, packagedModelPath } from '../engines/packaged-models.js';
import { PORTABLE_FOLDERS, SOURCE_ROOT } from '../front-end/sources.js';
import { modelFile, PACKED_FILES } from '../host/browser/files.js';

/** The names and contents of the files of the site that are compressed. */
export function packedFiles(): readonly (readonly [name: string, contents: string])[] {
  const portable = [...PORTABLE_FOLDERS, 'protocols'].flatMap((folder) =>
    host.list(join(SOURCE_ROOT, folder)).map((name) => `src/${folder}/${name}`),
  );
  const files = ['package.json', ...portable].map((path) => [path, host.readText(join(host.packageRoot, path))]);
  const models = PACKAGED.map((name) => [modelFile(name), host.readText(packagedModelPath(name))] as const);
  return [[PACKED_FILES, JSON.stringify(Object.fromEntries(files))], ...models];
}
