// The names that a user's file imports by: one list, from which package.json, the resolver and the error messages
// agree.

import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importableNames, importTarget, PORTABLE_IMPORTS } from '../../src/front-end/portable-imports.js';
import { isOpenName, SOURCE_ROOT } from '../../src/front-end/sources.js';
import { protocols } from '../../src/protocols/index.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly imports: Readonly<Record<string, string>>;
};

const importer = join(tmpdir(), 'mine.ts');

const names = [...PORTABLE_IMPORTS.keys()];

/** The entry of package.json that `name` comes under: one of its own, or that of a whole folder. */
function keyOf(name: string): string {
  const path = name.replace(/^reftorture/, '.');
  return path in manifest.exports ? path : path.replace(/[^/]+$/, '*');
}

describe('the exports of package.json', () => {
  test('are nothing else', () => {
    const used = names.map((name) => keyOf(name));
    expect(new Set(Object.keys(manifest.exports))).toEqual(
      new Set(['.', './portable', './vitest', './package.json', ...used]),
    );
  });

  test.each(names)('%s leads to the file that the engines compile', (name) => {
    const target = importTarget(name, importer) as string;
    const built = (manifest.exports[keyOf(name)] as string).replace('*', name.split('/').at(-1) as string);
    if (isOpenName(target)) expect(built).toBe(manifest.imports[target]);
    else expect(built).toBe(`./dist/${relative(SOURCE_ROOT, target).replace(/\.ts$/, '.js')}`);
    for (const file of [built, built.replace(/\.js$/, '.d.ts')])
      expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
  });
});

test('every protocol of the registry has its name', () => {
  for (const { name, file } of protocols) {
    expect(importTarget(`reftorture/protocols/${name}`, importer)).toBe(join(SOURCE_ROOT, 'protocols', file));
  }
});

test.each([
  'reftorture',
  'reftorture/portable',
  'reftorture/memory/worker',
  'reftorture/memory/order',
  'reftorture/memory/probes.bare',
  'reftorture/protocols/index',
  'reftorture/protocols/entry',
  'reftorture/pages/destructors',
  'reftorture/actors/kernel',
  'reftorture/toString',
  'constructor',
  '#nonsense',
])('%s leads nowhere', (name) => {
  expect(importTarget(name, importer)).toBeUndefined();
});

test('an error message offers what can be imported', () => {
  const offered = importableNames();
  expect(offered).toMatch(
    /^reftorture\/memory, \/probes, \/window, \/protocol, \/order, .*, \/protocols\/NAME, and \.\//,
  );
  for (const name of PORTABLE_IMPORTS.keys()) {
    if (!name.includes('/protocols/')) expect(offered).toContain(name.replace(/^reftorture/, ''));
  }
});
