// Kernels in a browser: the package's, loaded when one of their kind is asked for, and those that were made since.

import type { KernelFiles } from '../host.js';
import { packName, type TextPack, unpackBytes, unpackText, withSources } from '../packs.js';
import { unpacked } from './assets.js';
import { hasPack, loadFiles, PACKAGE_ROOT, readText } from './files.js';

type Find = (name: string) => Uint8Array | undefined;

const packs = new Map<string, Promise<Find>>();
const made = new Map<string, Uint8Array>();

export const kernels: KernelFiles = {
  async cachedOrMade(name, _folder, make) {
    await loadFiles();
    const ending = name.slice(name.indexOf('.') + 1);
    if (hasPack(ending)) {
      const packaged = (await packOf(ending))(name);
      if (packaged) return packaged;
    }
    const contents = made.get(name) ?? bytesOf(await make());
    made.set(name, contents);
    return contents;
  },
  cachedFile() {
    throw new Error('a browser has no file that a system could load');
  },
  userCache: () => '/cache',
};

/** One that could not be loaded is asked for again the next time. */
function packOf(ending: string): Promise<Find> {
  const known = packs.get(ending);
  if (known) return known;
  const loading = load(ending);
  packs.set(ending, loading);
  loading.catch(() => packs.delete(ending));
  return loading;
}

function bytesOf(contents: Uint8Array | string): Uint8Array {
  return typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
}

async function load(ending: string): Promise<Find> {
  const response = await unpacked(packName(ending));
  if (ending.endsWith('wasm')) {
    const files = unpackBytes(new Uint8Array(await response.arrayBuffer()));
    return (name) => files.get(name);
  }
  const pack = (await response.json()) as TextPack;
  return (name) => {
    const text = unpackText(pack, name);
    if (text === undefined) return undefined;
    return bytesOf(ending === 'model' ? withSources(text, (path) => readText(`${PACKAGE_ROOT}src/${path}`)) : text);
  };
}
