// The names that a user's file imports by: one list, from which package.json, the resolver and the error messages
// agree.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import {
  DEPRECATED_IMPORTS,
  importableNames,
  importTarget,
  PORTABLE_IMPORTS,
} from '../../src/engines/portable-imports.js';
import { isOpenName, SOURCE_ROOT } from '../../src/engines/sources.js';
import { protocols } from '../../src/protocols/index.js';
import { HEARTBEAT } from '../commands/run-cli.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly imports: Readonly<Record<string, string>>;
};

const folder = mkdtempSync(join(tmpdir(), 'reftorture-imports-'));
afterAll(() => rmSync(folder, { recursive: true }));
const importer = join(folder, 'mine.ts');

const names = [...PORTABLE_IMPORTS.keys(), ...DEPRECATED_IMPORTS.keys()];

describe('the exports of package.json', () => {
  test('are the list, name by name', () => {
    const exported = names.map((name) => name.replace(/^reftorture/, '.'));
    expect(Object.keys(manifest.exports).sort()).toEqual(['.', './portable', './package.json', ...exported].sort());
  });

  test.each(names)('%s leads to the file that the engines compile', (name) => {
    const target = importTarget(name, importer) as string;
    const built = manifest.exports[name.replace(/^reftorture/, '.')] as string;
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

test('a deprecated name leads where its replacement leads', () => {
  for (const [name, replacement] of DEPRECATED_IMPORTS) {
    expect(PORTABLE_IMPORTS.has(replacement)).toBe(true);
    expect(importTarget(name, importer)).toBe(importTarget(replacement, importer));
  }
});

test.each([
  'reftorture',
  'reftorture/portable',
  'reftorture/memory/worker',
  'reftorture/memory/journal.bare',
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

test('an error message offers what can be imported, and nothing that is deprecated', () => {
  const offered = importableNames();
  expect(offered).toMatch(
    /^reftorture\/memory, \/journal, \/window, \/protocol, \/order, .*, \/protocols\/NAME, and \.\//,
  );
  for (const name of PORTABLE_IMPORTS.keys()) {
    if (!name.includes('/protocols/')) expect(offered).toContain(name.replace(/^reftorture/, ''));
  }
  for (const name of DEPRECATED_IMPORTS.keys()) expect(offered).not.toContain(name.replace(/^reftorture/, ''));
});

describe('a file that imports by the names of 0.1.0', () => {
  const OLD = `import { fetchSub } from 'reftorture/memory';
import { FULL } from 'reftorture/memory/order';
import { REFCOUNT } from 'reftorture/memory/layout';
// as in: import { wrap } from 'reftorture/memory/width';
export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/old';

export function put(word: i32): boolean {
  return fetchSub(word + REFCOUNT, 1, FULL) === 1;
}
`;

  function check(text: string, ...options: string[]) {
    writeFileSync(importer, text);
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...options,
        CLI,
        'check',
        '--protocol',
        `${importer},${importer}`,
        '--scenario',
        'two-puts',
        '--dtor',
        'looked-up',
      ],
      { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: folder } },
    );
    return { status, stderr: stderr.replace(HEARTBEAT, '') };
  }

  const WARNING =
    /^\(node:\d+\) \[REFTORTURE_IMPORT\] DeprecationWarning: mine\.ts: import 'reftorture\/order' instead of 'reftorture\/memory\/order', 'reftorture\/layout' instead of 'reftorture\/memory\/layout'\n\(Use `\S+ --trace-deprecation \.\.\.` to show where the warning was created\)\n$/;

  test('works, and says on every run, in one line, what to write', () => {
    for (const cache of ['filled now', 'read']) {
      expect({ cache, ...check(OLD) }).toEqual({ cache, status: 0, stderr: expect.stringMatching(WARNING) });
    }
  });

  test('says nothing where Node is asked not to', () => {
    expect(check(OLD, '--no-deprecation')).toEqual({ status: 0, stderr: '' });
  });

  test('says nothing once it is changed', () => {
    expect(check(OLD.replaceAll('reftorture/memory/', 'reftorture/'))).toEqual({ status: 0, stderr: '' });
  });
});
