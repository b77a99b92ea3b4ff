// Files in a browser: those of the package that a page needs, loaded once, and what the reader writes. All are in memory.

import type { FileStatus } from '../host.js';

/** The package's files, packed: texts by path within the package. */
export const PACKED_FILES = 'package.bin';

/** Files have paths as on other hosts, so that a user's own may stand beside the package. */
export const PACKAGE_ROOT = '/reftorture/';

const texts = new Map<string, string>();
let loading: Promise<void> | undefined;

/** Loads the package's files, the first time that it is called. @throws Error when they cannot be loaded */
export function loadFiles(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined; // the next one may have more luck
    throw error;
  });
  return loading;
}

async function load(): Promise<void> {
  const packed = (await (await unpacked(PACKED_FILES)).json()) as Readonly<Record<string, string>>;
  for (const [path, text] of Object.entries(packed)) texts.set(PACKAGE_ROOT + path, text);
}

/** Packaged models of protocols. */
export const MODEL_FILE = 'models.bin';

/** Loads them, to be read at `path`. Without them the sources have to be read before a check. */
export async function loadModels(path: string): Promise<void> {
  texts.set(path, await (await unpacked(MODEL_FILE)).text());
}

/** Keeps a file of the reader's. `path` is absolute and not within the package. */
export function writeFile(path: string, text: string): void {
  texts.set(path, text);
}

/** The reader's files: their texts by path. */
export function writtenFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries([...texts].filter(([path]) => !path.startsWith(PACKAGE_ROOT)));
}

export function readText(file: string): string {
  const text = texts.get(file);
  if (text === undefined) throw Object.assign(new Error(`no such file: ${file}`), { code: 'ENOENT' });
  return text;
}

export function list(folder: string, deep = false): string[] {
  const within = folder.endsWith('/') ? folder : `${folder}/`;
  const paths = [...texts.keys()].filter((path) => path.startsWith(within)).map((path) => path.slice(within.length));
  return deep ? paths : [...new Set(paths.map((path) => path.split('/')[0] as string))];
}

export function statusOf(path: string): FileStatus | undefined {
  const text = texts.get(path);
  if (text !== undefined) return { kind: 'file', bytes: new TextEncoder().encode(text).length };
  return list(path).length > 0 ? { kind: 'folder', bytes: 0 } : undefined;
}

/** The folder of the page's files: all scripts lie there, too. */
const SITE = new URL('.', import.meta.url);

export function assetUrl(name: string): URL {
  return new URL(name, SITE);
}

/** The contents of a file of the site that is compressed by gzip. @throws Error when it cannot be loaded */
export async function unpacked(name: string): Promise<Response> {
  const response = await fetch(assetUrl(name)).catch(() => undefined);
  if (!response) throw new Error(`${name} cannot be loaded: the host of this page does not answer`);
  if (!response.ok || !response.body) throw new Error(`${name} cannot be loaded: status ${response.status}`);
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip')));
}
