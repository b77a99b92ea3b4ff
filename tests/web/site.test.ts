// The files of the page as they are built: small, with the package's own kernels, and with nothing of Node.

import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sourceDigest } from '../../src/engines/digest.js';
import { make } from '../../src/engines/make.js';
import { EMBEDDED_ENGINES, SOURCE_ROOT } from '../../src/engines/sources.js';
import { bundleFor, kernelBytes } from '../../src/engines/store.js';
import {
  PACKED_FILES,
  type PackedFiles,
  packName,
  type TextPack,
  unpackBytes,
  unpackText,
  withSources,
} from '../../src/host/packs.js';
import { protocols } from '../../src/protocols/index.js';
import { filesOfSite, PAGE_POLICY } from '../../src/web/site.js';

const files = filesOfSite();
const MOST_BYTES = 1_500_000;

function unpacked(name: string): Buffer {
  return gunzipSync(files.get(`/${name}`)?.contents ?? Buffer.of());
}
const jsonIn = <T>(name: string): T => JSON.parse(unpacked(name).toString('utf8')) as T;

/** By path within the package. */
const texts = jsonIn<PackedFiles>(PACKED_FILES).files;

test('the whole site is small, and any host can send its files as they are', () => {
  const paths = [...files.keys()].filter((path) => path !== '/');
  const bytes = paths.reduce((sum, path) => sum + (files.get(path)?.contents.length ?? 0), 0);
  expect(bytes).toBeGreaterThan(MOST_BYTES / 10);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(paths.filter((path) => !/^\/[\w.-]+\.(?:html|css|js|bin)$/.test(path))).toEqual([]);
});

test('the page names its policy itself, for hosts that set no headers', () => {
  expect(files.get('/')?.contents.toString('utf8')).toContain(`content="${PAGE_POLICY}"`);
});

test('the scripts ask for nothing of Node', () => {
  const scripts = [...files]
    .filter(([path]) => path.endsWith('.js'))
    .map(([, { contents }]) => contents.toString('utf8'));
  expect(scripts.length).toBeGreaterThan(2);
  const asked = scripts.flatMap(
    (script) => script.match(/[^.\w]require\(["'][^)]*|(?:from|import)\s*["']node:\w+/g) ?? [],
  );
  expect(asked).toEqual([]);
});

test('the page has the texts that engines read', () => {
  expect(Object.keys(texts)).toContain('package.json');
  for (const { file } of protocols) expect(Object.keys(texts)).toContain(`src/protocols/${file}`);
});

test.each(EMBEDDED_ENGINES)('the kernels of %s are those of the package', async (engine) => {
  for (const variant of ['detecting', 'stalled', 'noisy', 'counting'] as const) {
    const packed = kernelsIn(`${variant}.${engine}`);
    const made = protocols.filter(({ mutant }) => !mutant || variant !== 'counting');
    expect(packed.size).toBe(made.length);
    for (const { file } of made) {
      const protocolFile = join(SOURCE_ROOT, 'protocols', file);
      const own = Buffer.from(await kernelBytes({ protocolFile }, engine, variant, { make }));
      expect(own.equals(packed.get(`${sourceDigest(protocolFile)}.${variant}.${engine}`) ?? Buffer.of())).toBe(true);
    }
  }
});

test('the models are those of the package, with the texts of their sources', async () => {
  const pack = jsonIn<TextPack>(packName('model'));
  expect(Object.keys(pack.texts)).toHaveLength(protocols.length);
  for (const { file } of protocols) {
    const { digest, text, map } = await bundleFor({ protocolFile: join(SOURCE_ROOT, 'protocols', file) }, { make });
    const packed = unpackText(pack, `${digest}.model`) ?? '';
    const model = JSON.parse(withSources(packed, (path) => texts[`src/${path}`] ?? '')) as {
      text: string;
      map: string;
    };
    expect(model.text).toBe(text);
    expect(JSON.parse(model.map)).toEqual(JSON.parse(map));
  }
});

function kernelsIn(ending: string): Map<string, Uint8Array> {
  if (ending.endsWith('wasm')) return unpackBytes(unpacked(packName(ending)));
  const pack = jsonIn<TextPack>(packName(ending));
  return new Map(Object.keys(pack.texts).map((name) => [name, Buffer.from(unpackText(pack, name) ?? '')]));
}
