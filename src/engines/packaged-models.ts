// Models of some protocols of the registry, which the build prints: without them reading the sources would be half of a
// short check. A model counts if it is of the sources as they are now.

import { basename, join, sep } from 'node:path';
import { host } from '#host';
import type { SourceFile } from '../front-end/portable-module.js';
import { SOURCE_ROOT } from '../front-end/sources.js';
import type { ModelCode, Program } from '../printers/model/instructions.js';

/** The protocols that have one: a new user asks for them first. The others are made in a tenth of a second. */
export const PACKAGED: readonly string[] = ['v4', 'old', 'v5', 'freeze-first'];

const FOLDER = join(host.packageRoot, 'dist/models');

/** A model in a file: its sources are on the disk already. */
interface Packaged extends Omit<Program, 'files' | 'exportedFunctions'> {
  readonly digest: string;
  /** Paths of the sources, from the source root, in the order of their positions. */
  readonly files: readonly string[];
  readonly exportedFunctions: readonly (readonly [string, number])[];
}

/** The folder, and the name of the file of a protocol's model. */
export function packagedModelPath(protocolFile: string): string {
  return join(FOLDER, `${basename(protocolFile, '.ts')}.json`);
}

/** `code` as it is written into the file. */
export function packed({ program, digest }: ModelCode): string {
  const { files, exportedFunctions, ...rest } = program;
  const model: Packaged = { digest, files: files.map(publicPath), exportedFunctions: [...exportedFunctions], ...rest };
  return JSON.stringify(model);
}

/** The model of one of the package's own protocols; undefined where there is none of its sources. */
export function packagedModel(protocolFile: string): ModelCode | undefined {
  const path = packagedModelPath(protocolFile);
  if (!protocolFile.startsWith(SOURCE_ROOT) || !host.statusOf(path)) return undefined;
  const { digest, files: names, exportedFunctions, ...rest } = JSON.parse(host.readText(path)) as Packaged;
  let base = 0;
  const files = names.map((name): SourceFile => {
    const file = { path: join(SOURCE_ROOT, name), text: host.readText(join(SOURCE_ROOT, name)), own: false, base };
    base += file.text.length + 1;
    return file;
  });
  if (digestOf(files) !== digest) return undefined;
  return { program: { ...rest, files, exportedFunctions: new Map(exportedFunctions) }, digest };
}

/** A digest of sources: the same on every system, wherever a user's files lie. */
export function digestOf(files: readonly SourceFile[]): string {
  const parts = files.map((file) => `${publicPath(file)}\0${file.text}\0`);
  return host.sha256(parts.join('')).slice(0, 16);
}

function publicPath({ path }: SourceFile): string {
  return path.startsWith(SOURCE_ROOT) ? path.slice(SOURCE_ROOT.length).split(sep).join('/') : 'own';
}
