// The files of the page as they are built: small, with the texts that it compiles, and with nothing of Node.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PACKED_FILES } from '../../src/host/browser/files.js';
import { packageVersion } from '../../src/machine/environment.js';
import { protocols } from '../../src/protocols/index.js';
import { filesOfSite, PAGE_POLICY } from '../../src/web/site.js';

const files = filesOfSite();
const MOST_BYTES = 800_000;

test('the whole site is small, and any host can send its files as they are', () => {
  const paths = [...files.keys()].filter((path) => path !== '/');
  const bytes = paths.reduce((sum, path) => sum + (files.get(path)?.contents.length ?? 0), 0);
  expect(bytes).toBeGreaterThan(MOST_BYTES / 10);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(paths.filter((path) => !/^\/[\w.-]+\.(?:html|css|js|svg|bin)$/.test(path))).toEqual([]);
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

test('the page has the texts that it compiles, as they are', () => {
  const packed = gunzipSync(files.get(`/${PACKED_FILES}`)?.contents ?? Buffer.of()).toString('utf8');
  const { 'package.json': manifest = '', ...texts } = JSON.parse(packed) as Readonly<Record<string, string>>;
  expect(JSON.parse(manifest)).toEqual({ version: packageVersion() });
  expect(Object.keys(texts)).toContain('src/actors/kernel.ts');
  for (const { file } of protocols) expect(Object.keys(texts)).toContain(`src/protocols/${file}`);
  for (const [path, text] of Object.entries(texts)) {
    expect([path, text]).toEqual([path, readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')]);
  }
});
